using System;
using System.Collections.Generic;
using Pmip.Foundation.Randomness;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Something that takes octets from strangers. A run starts from nothing and depends on its input alone. It fails by throwing:
/// an exception of the code under test, or <see cref="OracleException"/> when a result is wrong.
/// </summary>
internal abstract class FuzzTarget(string name)
{
    /// <summary>Its name on the command line and of its corpus.</summary>
    public string Name { get; } = name;

    /// <summary>Longest input that is tried.</summary>
    public virtual int LengthMax => 1024;

    /// <summary>Blocks of code that one input may cost, generously.</summary>
    public virtual long WorkMax => 1_000_000;

    /// <summary>Octets that mean something to this target.</summary>
    public virtual IReadOnlyList<byte[]> Dictionary => [];

    /// <summary>True when packets of captures are inputs of this target.</summary>
    public virtual bool TakesPackets => false;

    /// <summary>Runs one input. What must not allocate runs between the meter's start and stop.</summary>
    public abstract void Run(ReadOnlySpan<byte> input, AllocationMeter meter);

    /// <summary>Changes an input as only somebody who knows its layout can; false when nothing comes to mind.</summary>
    public virtual bool TryMutate(Prng random, Span<byte> room, ref int length) => false;

    /// <summary>Makes an input of a packet out of a capture.</summary>
    public virtual byte[] OfPacket(byte[] packet) => packet;
}
