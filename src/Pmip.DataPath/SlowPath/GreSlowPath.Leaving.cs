using System;
using System.Buffers.Binary;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Sockets;

namespace Pmip.DataPath.SlowPath;

/// <content>
/// Into tunnels: what the kernel has routed to the tunnel interface and the program on its way out has left, of a session with sequence
/// numbers, or too big for its path.
/// </content>
internal sealed partial class GreSlowPath
{
    private const int Ipv6MtuMin = 1280;

    // False when nothing was there.
    private bool TakeRouted(Instant now)
    {
        if (!_tunnel.TryRead(_arrived, out int length))
        {
            return false;
        }

        ReadOnlySpan<byte> packet = _arrived.AsSpan(0, length);
        if (!InnerPacket.TryRead(packet, packet[0] >> 4 == 6, out InnerPacket inner))
        {
            return Drop(DropReason.InnerHeader);
        }

        if (!_sessions.TryFindSending(NodeOf(inner.Source), NodeOf(inner.Destination), out int index, out int place))
        {
            return Drop(DropReason.NoSession);
        }

        if (!_sessions.At(index).IsForwarding)
        {
            return Drop(DropReason.NotForwarding);
        }

        packet = packet[..inner.Length];
        int room = RoomOf(index);
        if (inner.Length <= room)
        {
            return Send(index, place, inner, packet, mayFragment: false);
        }

        if (inner.IsFragmentable)
        {
            return SendPieces(index, place, inner, packet, room);
        }

        // IPv6 that may not be smaller: the tunnel has to carry it, and the other end puts it together (RFC 2473 7.1 (b)).
        if (inner.IsIpv6 && inner.Length <= Ipv6MtuMin)
        {
            return Send(index, place, inner, packet, mayFragment: true);
        }

        if (!_answers.TryTake(now))
        {
            return Drop(DropReason.SlowPathLimited);
        }

        _ = _answer.Send(inner, packet, inner.IsIpv6 ? Math.Max(Ipv6MtuMin, room) : room);
        return Drop(DropReason.TooBig);
    }

    /// <summary>The largest inner packet that fits the path of a session.</summary>
    private int RoomOf(int index)
    {
        ref readonly GreSession session = ref _sessions.At(index);
        int path = _nextHops.PathMtu(_sessions.NextHopOf(index));
        int overhead = !session.RemoteEndpoint.IsIPv4 ? DataPathConfiguration.OverheadIpv6
            : session.Encapsulation == GreEncapsulation.UdpTlvGre ? DataPathConfiguration.OverheadUdp
            : DataPathConfiguration.OverheadIpv4;
        return (path == 0 ? TransportMtu : path) - overhead - (_sessions.IsSequenced(index) ? DataPathConfiguration.OverheadSequence : 0);
    }

    private bool SendPieces(int index, int place, in InnerPacket inner, ReadOnlySpan<byte> packet, int room)
    {
        PacketPieces pieces = new(packet, inner.HeaderLength, room);
        while (pieces.TryNext(_piece, out int length))
        {
            Send(index, place, inner, _piece.AsSpan(0, length), mayFragment: false);
        }

        return true;
    }

    private bool Send(int index, int place, in InnerPacket inner, ReadOnlySpan<byte> packet, bool mayFragment)
    {
        ref readonly GreSession session = ref _sessions.At(index);
        bool isUdp = session.Encapsulation == GreEncapsulation.UdpTlvGre;
        TunnelSocket? socket = _sockets[isUdp ? Ipv4Udp : session.RemoteEndpoint.IsIPv4 ? Ipv4Gre : Ipv6Gre];
        if (socket is null)
        {
            return Drop(DropReason.NoRoute);
        }

        int start = isUdp ? TlvLength : 0;
        int header = GreDatagram.Write(_leaving.AsSpan(start), session.SendKey, NextNumber(index), inner.IsIpv6);
        packet.CopyTo(_leaving.AsSpan(start + header));
        int octets = start + header + packet.Length;
        if (isUdp)
        {
            _leaving[0] = 0;
            _leaving[1] = ProtocolGre;
            BinaryPrimitives.WriteUInt16BigEndian(_leaving.AsSpan(2), (ushort)(octets - TlvLength));
        }

        LinuxStatus status = socket.Send(
            session.RemoteEndpoint,
            isUdp ? UserPlanePort : (ushort)0,
            _sessions.OuterTrafficClass(place, inner.TrafficClass),
            _leaving.AsSpan(0, octets),
            mayFragment);
        if (!status.IsOk)
        {
            return Drop(status.IsTooBig ? DropReason.TooBig : DropReason.NoRoute);
        }

        _sessions.CountOut(place, packet.Length);
        PutIn++;
        return true;
    }

    private uint? NextNumber(int index)
    {
        if (!_sessions.IsSequenced(index))
        {
            return null;
        }

        ref ReceiveEntry entry = ref _sessions.ReceiveOf(index);
        uint number = entry.Sequence;
        entry.Sequence = unchecked(number + 1);
        return number;
    }
}
