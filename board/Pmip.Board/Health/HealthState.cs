using System.Threading;

namespace Pmip.Board.Health;

/// <summary>
/// The health of the appliance, drawn from the reasons that are raised. Any thread raises and clears, any thread reads; nothing
/// waits and nothing is allocated. It begins with <see cref="HealthReasons.Starting"/>.
/// </summary>
public sealed class HealthState
{
    private const HealthReasons Faults = HealthReasons.LoopSilent | HealthReasons.NodeFailed;
    private int _reasons = (int)HealthReasons.Starting;

    /// <summary>What is raised now.</summary>
    public HealthReasons Reasons => (HealthReasons)Volatile.Read(ref _reasons);

    /// <summary>The health now.</summary>
    public ApplianceHealth Current => Of(Reasons);

    /// <summary>Raises what <paramref name="reasons"/> holds; raising twice is as good as once.</summary>
    public void Raise(HealthReasons reasons) => Interlocked.Or(ref _reasons, (int)reasons);

    /// <summary>Clears what <paramref name="reasons"/> holds.</summary>
    public void Clear(HealthReasons reasons) => Interlocked.And(ref _reasons, ~(int)reasons);

    /// <summary>Raises or clears, as <paramref name="isRaised"/> says.</summary>
    public void Set(HealthReasons reasons, bool isRaised)
    {
        if (isRaised)
        {
            Raise(reasons);
        }
        else
        {
            Clear(reasons);
        }
    }

    /// <summary>The health that <paramref name="reasons"/> come down to: what a person must know first wins.</summary>
    public static ApplianceHealth Of(HealthReasons reasons) =>
        (reasons & HealthReasons.Stopping) != 0 ? ApplianceHealth.Stopping
        : (reasons & HealthReasons.Updating) != 0 ? ApplianceHealth.Updating
        : (reasons & Faults) != 0 ? ApplianceHealth.Fault
        : (reasons & HealthReasons.SafeMode) != 0 ? ApplianceHealth.SafeMode
        : (reasons & HealthReasons.Starting) != 0 ? ApplianceHealth.Starting
        : (reasons & HealthReasons.NoPeer) != 0 ? ApplianceHealth.NoPeer
        : reasons != HealthReasons.None ? ApplianceHealth.Degraded
        : ApplianceHealth.Serving;
}
