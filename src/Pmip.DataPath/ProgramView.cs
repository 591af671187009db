using System;

namespace Pmip.DataPath;

/// <summary>A program of the data path, the interface that it belongs on, and whether it is there.</summary>
public readonly ref struct ProgramView
{
    /// <summary>Its name, UTF-8.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Name of the interface, UTF-8.</summary>
    public required ReadOnlySpan<byte> Interface { get; init; }

    /// <summary>How the last attempt to put it there ended.</summary>
    public required DataPathStatus Status { get; init; }
}
