using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Host;

/// <summary>
/// Tells the watchdog which turns of the control loop got on. One that ends with its timers on time did, and so did one that is late and
/// got further than ever since it is late: a flood is work. One that turns and turns about the same overdue deadlines did not.
/// </summary>
internal sealed class TurnProgress(LoopProgress progress)
{
    private static readonly Duration s_tolerated = Duration.FromSeconds(2);
    private Instant _furthest;

    /// <summary>A turn of the instant <paramref name="now"/> ended, and the earliest timer is <paramref name="due"/>.</summary>
    public void TurnEnded(Instant now, Instant due)
    {
        bool isLate = due.Plus(s_tolerated) < now;
        if (!isLate || due > _furthest)
        {
            progress.Advance();
        }

        _furthest = !isLate ? default : due > _furthest ? due : _furthest;
    }
}
