using Pmip.Board.Health;
using Pmip.Foundation.Time;

namespace Pmip.Board.Watchdog;

/// <summary>
/// What the supervisor's thread does beside petting, because it must end when the supervisor ends: an LED that says "serving" may not
/// outlive the process. A turn waits for nobody and allocates nothing, for it stands between two pets.
/// </summary>
public interface ISupervisorDuty
{
    /// <summary>When the next turn is due; <see cref="Instant.Never"/> for only when the supervisor looks at the loops, once a second at least.</summary>
    Instant NextTurn { get; }

    /// <summary>One turn.</summary>
    void Turn(Instant now, ApplianceHealth health, HealthReasons reasons);
}
