using System;
using Pmip.DataPath.Attachments;
using Pmip.DataPath.Ladder;

namespace Pmip.DataPath;

/// <content>Which rungs of the ladder the programs are, between which ports.</content>
public sealed partial class BpfGreDataPath : IGreGround
{
    /// <inheritdoc/>
    public int RungCount => 0;

    /// <inheritdoc/>
    public RungView ReadRung(int number) => throw new ArgumentOutOfRangeException(nameof(number));

    /// <inheritdoc/>
    public Placement PlacementOf(int index) => _sessions.TryReadCounters(index, out _) ? Placement.Tc : Placement.None;

    /// <inheritdoc/>
    public bool IsCarriedBy(Rung rung, ReadOnlySpan<byte> port, ReadOnlySpan<byte> transport, out ReadOnlySpan<byte> reason)
    {
        reason = rung switch
        {
            Rung.Tc when !HasProgram(transport) => "no program on the transport port"u8,
            Rung.Tc when !HasProgram(port) => "no program on the port"u8,
            Rung.Tc => default,
            Rung.Xdp => "this build has no XDP programs"u8,
            _ => "not needed: BPF programs run"u8,
        };
        return rung == Rung.Tc && reason.IsEmpty;
    }

    private bool HasProgram(ReadOnlySpan<byte> interfaceName)
    {
        foreach (Attachment attachment in _attachments)
        {
            if (attachment.IsFor(interfaceName))
            {
                return attachment.Status == DataPathStatus.Ok;
            }
        }

        return false;
    }
}
