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
        !_sessions.TryRead(index, out GreSession session) ? Placement.None : IsByXdp(index, session) ? Placement.Xdp : Placement.Tc;

    /// <inheritdoc/>
    public int CountPlaced(Placement placement) => placement switch
    {
        Placement.Tc => SessionCount - CountByXdp(),
        Placement.Xdp => CountByXdp(),
        _ => 0,
    };

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

    // Both ways: out of the tunnel and into it, without a detour for captures. At the LMA any service interface will do.
    private bool IsByXdp(int index, in GreSession session) =>
        _ports.IsInUse && !(_mirror.IsOn && (_mirror.Session < 0 || _mirror.Session == index))
        && _ports.IsAttached(_sessions.InterfaceTowards(index))
        && (session.AtLma || _ports.IsAttached(session.AccessInterface));

    // A look at every session only where there is something to tell apart.
    private int CountByXdp()
    {
        int count = 0;
        for (int index = 0; _ports.IsInUse && index < _sessions.Capacity; index++)
        {
            count += PlacementOf(index) == Placement.Xdp ? 1 : 0;
        }

        return count;
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
