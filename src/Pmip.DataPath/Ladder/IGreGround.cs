using System;
using Pmip.Linux;

namespace Pmip.DataPath.Ladder;

/// <summary>
/// A data path that carries every session, whatever an offload does with some of them: BPF programs, or the kernel's own GRE.
/// </summary>
public interface IGreGround : IGreDataPath
{
    /// <summary>
    /// Whether packets between the two ports go by this rung of the ground (XDP, tc or kernel), and in <paramref name="reason"/> (UTF-8,
    /// which lives as long as the data path) why not; or what the rung cannot do.
    /// </summary>
    bool IsCarriedBy(Rung rung, ReadOnlySpan<byte> port, ReadOnlySpan<byte> transport, out ReadOnlySpan<byte> reason);

    /// <summary>True when the DSCP of a packet changes on the way in or out for every session, which no device is told.</summary>
    bool ChangesDscp { get; }

    /// <summary>
    /// Makes what <paramref name="next"/> needs. May be called on any thread, one at a time. Null where it takes a new data path: roles,
    /// sizes, own addresses and the tunnel interface hold for a data path's life.
    /// </summary>
    PreparedDataPath? Prepare(DataPathConfiguration next);

    /// <summary>
    /// Brings a prepared configuration into force. An interface that is not there, or that the kernel refuses, shows in
    /// <see cref="IGreDataPath.ReadProgram"/>. Gives the first refusal of a table or of the tunnel interface; the rest is done all the same.
    /// </summary>
    LinuxStatus Reconfigure(PreparedDataPath prepared);
}
