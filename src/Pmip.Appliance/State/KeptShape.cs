using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Restoration;
using Pmip.Engine.Sessions;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.State;

/// <summary>
/// What a file of kept bindings was made for. Another process reads it only when all of this is the same for it; whether each binding still
/// fits the configuration is judged one by one.
/// </summary>
/// <param name="IsAnchor">The LMA's bindings, not the connections of the MAG.</param>
/// <param name="Mode">Whose rules the bindings were made by.</param>
/// <param name="Slots">Bindings that fit.</param>
/// <param name="Peers">Peers that fit.</param>
/// <param name="RecordLength">Most octets of a binding.</param>
/// <param name="KeyBits">Low bits of a key that say its place, and the space of the engine among them.</param>
/// <param name="Boot">The run of the machine: its clock begins anew with it.</param>
internal readonly record struct KeptShape(
    bool IsAnchor, SpecificationMode Mode, int Slots, int Peers, int RecordLength, uint KeyBits, BootIdentity Boot)
{
    private const int RestsMax = 65_536;

    /// <summary>Ended bindings of which it is known until when they rest.</summary>
    public int Rests => Math.Min(Slots, RestsMax);

    /// <summary>The shape for an LMA.</summary>
    public static KeptShape Of(LmaConfiguration lma, BootIdentity boot) => new(
        true, lma.Mode, lma.Limits.Bindings, Math.Max(lma.Limits.Peers, lma.Peers.Count), KeptBinding.LengthMax(lma.Limits.IdentifierOctets),
        KeyBitsOf(lma.Limits), boot);

    /// <summary>The shape for a MAG.</summary>
    public static KeptShape Of(MagConfiguration mag, BootIdentity boot) => new(
        false, mag.Mode, mag.Limits.Bindings, Math.Max(mag.Limits.Peers, mag.Lmas.Count), KeptConnection.LengthMax(mag.Limits.IdentifierOctets),
        KeyBitsOf(mag.Limits), boot);

    private static uint KeyBitsOf(EngineLimits limits) => (uint)((SessionKeys.IndexBitsFor(limits) << 8) | limits.SessionSpace);
}
