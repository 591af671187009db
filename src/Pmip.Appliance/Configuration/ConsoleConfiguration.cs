using Pmip.Foundation.Time;
using Pmip.Linux.Terminals;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>console</c>: the serial line at which an operator may sit.</summary>
public sealed record ConsoleConfiguration
{
    /// <summary>Path of the line's device; empty for no console on a line.</summary>
    public string Line { get; init; } = "";

    /// <summary>Bits a second.</summary>
    public int Speed { get; init; } = 115_200;

    /// <summary>How the other end may hold up what is sent.</summary>
    public LineFlowControl FlowControl { get; init; }

    /// <summary>True for terminals that know no escape sequences.</summary>
    public bool IsDumb { get; init; }

    /// <summary>Time without a key after which an operator is logged out; zero for never.</summary>
    public Duration Idle { get; init; } = Duration.FromSeconds(600);
}
