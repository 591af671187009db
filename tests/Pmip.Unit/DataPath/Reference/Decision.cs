using System;
using Pmip.DataPath;

namespace Pmip.Unit.DataPath.Reference;

/// <summary>What becomes of a packet.</summary>
internal enum Fate
{
    /// <summary>Out of a port, as the octets of the decision.</summary>
    Forwarded,

    /// <summary>Out of its tunnel and, as the octets of the decision, to the kernel, which routes it.</summary>
    ToTunnelInterface,

    /// <summary>To the kernel as it came; from XDP to tc.</summary>
    ToKernel,

    /// <summary>Somebody else here has it.</summary>
    Taken,

    /// <summary>Dropped and counted.</summary>
    Dropped,
}

/// <summary>What the reference decides for one frame.</summary>
/// <param name="Fate">Where it goes.</param>
/// <param name="Reason">Why it is dropped.</param>
/// <param name="Frame">The frame that leaves, where one does.</param>
/// <param name="Session">Whose counters move, and by <paramref name="InnerLength"/> octets.</param>
/// <param name="InnerLength">Octets of the inner packet.</param>
internal readonly record struct Decision(Fate Fate, DropReason Reason = default, byte[]? Frame = null, ReferenceSession? Session = null, int InnerLength = 0)
{
    /// <summary>To the kernel, or from XDP to tc.</summary>
    public static Decision ToKernel => new(Fate.ToKernel);

    /// <summary>Dropped for a reason.</summary>
    public static Decision Drop(DropReason reason) => new(Fate.Dropped, reason);

    public override string ToString() => Fate == Fate.Dropped ? $"Dropped for {Reason}" : Frame is null ? $"{Fate}" : $"{Fate} {Convert.ToHexString(Frame)}";
}
