using System;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>How a session behaves.</summary>
internal sealed record SessionOptions
{
    /// <summary>Time without a key after which the operator is logged out; zero for never.</summary>
    public Duration Idle { get; init; } = Duration.FromSeconds(600);

    /// <summary>True for a terminal that knows no escape sequences.</summary>
    public bool IsDumb { get; init; }

    /// <summary>The present instant.</summary>
    public required Func<Instant> Now { get; init; }
}

/// <summary>Why a session ended.</summary>
internal enum SessionEnd : byte
{
    /// <summary>The operator left.</summary>
    Left,

    /// <summary>No key was pressed for too long.</summary>
    Idle,

    /// <summary>The terminal has gone.</summary>
    TerminalGone,

    /// <summary>The desk has gone.</summary>
    DeskGone,

    /// <summary>The console is to end.</summary>
    Stopped,
}
