using System;

namespace Pmip.Appliance.State;

/// <summary>Memory in which bindings are kept: a file's, or a test's.</summary>
internal interface IKeptMemory
{
    /// <summary>Octets in it.</summary>
    long Length { get; }

    /// <summary>Some of them.</summary>
    Span<byte> At(long offset, int length);
}
