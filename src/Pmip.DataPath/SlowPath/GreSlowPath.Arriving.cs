using System;
using System.Buffers.Binary;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux.Sockets;

namespace Pmip.DataPath.SlowPath;

/// <content>
/// Out of tunnels. The kernel has put fragments together; the same checks as in <c>bpf/decap.h</c> follow, with the same reasons, and the
/// inner packet goes into the tunnel interface, from where the kernel forwards it.
/// </content>
internal sealed partial class GreSlowPath
{
    // False when nothing was there.
    private bool TakeArrived(TunnelSocket socket, bool isUdp, Instant now)
    {
        if (!socket.TryReceive(_arrived, out IpAddress source, out byte outer, out ReadOnlySpan<byte> octets, out bool isTruncated))
        {
            return isTruncated && Drop(DropReason.Truncated);
        }

        if (isUdp && !TryTakeTlv(ref octets))
        {
            return Drop(DropReason.TlvHeader);
        }

        if (!GreDatagram.TryRead(octets, out GreDatagram gre, out DropReason why)
            || !_sessions.TryFindReceiving(gre.Key, source, out int index, out why)
            || !MayPass(index, source, isUdp, gre, out why))
        {
            return Drop(why);
        }

        if (!InnerPacket.TryRead(gre.Payload, gre.IsIpv6, out InnerPacket inner))
        {
            return Drop(DropReason.InnerHeader);
        }

        ref readonly GreSession session = ref _sessions.At(index);
        if (!Owns(session, session.AtLma ? inner.Source : inner.Destination))
        {
            return Drop(session.AtLma ? DropReason.InnerSourceWrong : DropReason.InnerDestinationWrong);
        }

        if (gre.HasSequence && !_windows[index].TryTake(gre.Sequence, ref _sessions.ReceiveOf(index).SequenceState))
        {
            return Drop(DropReason.SequenceOld);
        }

        _ = gre.Payload.Overlaps(_arrived, out int offset);
        Span<byte> packet = _arrived.AsSpan(Math.Abs(offset), inner.Length);
        if (!inner.TryTakeOuterClass(outer, _sessions.TakesOuterDscp, packet))
        {
            return Drop(DropReason.CongestionNotEct);
        }

        if (!_sessions.MayEnter(index, inner.Length, now))
        {
            return Drop(DropReason.Policed);
        }

        if (!_tunnel.Write(packet).IsOk)
        {
            return Drop(DropReason.RewriteFailed);
        }

        _sessions.CountIn(index, inner.Length);
        TakenOut++;
        return true;
    }

    private bool MayPass(int index, IpAddress source, bool isUdp, in GreDatagram gre, out DropReason why)
    {
        ref readonly GreSession session = ref _sessions.At(index);
        bool isTrusted = !session.AtLma || _sessions.IsTrusted(source);
        bool isSameForm = isUdp == (session.Encapsulation == GreEncapsulation.UdpTlvGre);
        why = !isTrusted ? DropReason.OuterSourceUntrusted
            : !isSameForm ? DropReason.EncapsulationWrong
            : !session.IsForwarding ? DropReason.NotForwarding
            : DropReason.GreSequence;
        return isTrusted && isSameForm && session.IsForwarding && (!gre.HasSequence || _sessions.IsSequenced(index));
    }

    private static bool Owns(in GreSession session, IpAddress address) => !address.IsUnspecified && NodeOf(address).IsOf(session);

    private static NodeAddress NodeOf(IpAddress address) =>
        address.IsIPv4 ? NodeAddress.Of(address) : new NodeAddress(NetworkOrder.Of(address.High), false);

    /// <summary>RFC 5845 4: type zero, the protocol behind, the octets behind.</summary>
    private static bool TryTakeTlv(ref ReadOnlySpan<byte> octets)
    {
        if (octets.Length < TlvLength || octets[0] != 0 || octets[1] != ProtocolGre
            || BinaryPrimitives.ReadUInt16BigEndian(octets[2..]) != octets.Length - TlvLength)
        {
            return false;
        }

        octets = octets[TlvLength..];
        return true;
    }
}
