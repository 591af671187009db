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
    public Placement PlacementOf(int index) =>
        !_sessions.TryRead(index, out _) ? Placement.None : _ports.IsInUse ? Placement.Xdp : Placement.Tc;

    /// <inheritdoc/>
    public int CountPlaced(Placement placement) => placement == Placement.Tc ? SessionCount : 0;

    /// <inheritdoc/>
    public bool IsCarriedBy(Rung rung, ReadOnlySpan<byte> port, ReadOnlySpan<byte> transport, out ReadOnlySpan<byte> reason)
    {
        reason = rung switch
        {
            Rung.Tc when !HasProgram(transport) => "no program on the transport port"u8,
            Rung.Tc when !HasProgram(port) => "no program on the port"u8,
            Rung.Tc => default,
            Rung.Xdp when !_ports.IsAttached(transport) => _ports.ReasonOf(transport),
            Rung.Xdp when !_ports.IsAttached(port) => _ports.ReasonOf(port),
            Rung.Xdp => default,
            _ => "not needed: BPF programs run"u8,
        };
        return rung is Rung.Tc or Rung.Xdp && reason.IsEmpty;
    }

    /// <inheritdoc/>
    public bool ChangesDscp => _configuration.DscpMapOfNode != DscpMap.Copy || _configuration.TakesOuterDscp;

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
