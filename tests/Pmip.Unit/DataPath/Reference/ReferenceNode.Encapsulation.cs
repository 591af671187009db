using System;
using System.Buffers.Binary;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;

namespace Pmip.Unit.DataPath.Reference;

/// <content>Into tunnels.</content>
internal sealed partial class ReferenceNode
{
    /// <summary>At the access link of a MAG.</summary>
    public Decision FromNode(ReadOnlySpan<byte> frame, bool byXdp)
    {
        ushort type = EtherType(frame);
        if ((byXdp && MirrorsAll) || !IsIp(type))
        {
            return Decision.ToKernel;
        }

        if (!IpHeader.TryRead(frame[FrameHeader..], type == Packet.TypeIpv6, out IpHeader inner))
        {
            return Decision.Drop(DropReason.InnerHeader);
        }

        // The socket of the access link answers DHCP, and learns of nodes that come; it sees frames after XDP and before tc.
        if (!inner.IsIpv6 && inner.IsUdp && inner.Payload.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(inner.Payload[2..]) == 67)
        {
            return byXdp ? Decision.ToKernel : new Decision(Fate.Taken);
        }

        if (StaysOnTheLink(inner.Source, inner.Destination))
        {
            return Decision.ToKernel;
        }

        // Whose source it is, not who says so; then whether it is that node, on its link, and speaks to us.
        ReferenceSession? session = FindByAddress(inner.Source);
        if (session is null)
        {
            return byXdp ? Decision.ToKernel : Decision.Drop(DropReason.InnerSourceWrong);
        }

        MacAddress destination = MacAddress.Read(frame);
        if (destination != session.Session.GatewayLinkLayerAddress && (byXdp || destination != InterfaceAddress))
        {
            return Decision.ToKernel;
        }

        if (session.Session.AccessInterface != Interface)
        {
            return Decision.Drop(DropReason.AccessInterfaceWrong);
        }

        return MacAddress.Read(frame[6..]) == session.Session.NodeLinkLayerAddress
            ? IntoTunnel(frame, inner, session, byXdp)
            : Decision.Drop(DropReason.LinkLayerSourceWrong);
    }

    /// <summary>At the LMA's side of the packet data network.</summary>
    public Decision ForNode(ReadOnlySpan<byte> frame, bool byXdp)
    {
        ushort type = EtherType(frame);
        if ((byXdp && MirrorsAll) || !IsForThisMachine(frame, byXdp) || !IsIp(type)
            || !IpHeader.TryRead(frame[FrameHeader..], type == Packet.TypeIpv6, out IpHeader inner))
        {
            return Decision.ToKernel;
        }

        ReferenceSession? session = FindByAddress(inner.Destination);
        return session is null ? Decision.ToKernel : IntoTunnel(frame, inner, session, byXdp);
    }

    // Neighbour discovery, listeners, and everything else that no router forwards (RFC 4291 2.5, RFC 3927 2.7, RFC 1112 4).
    private static bool StaysOnTheLink(IpAddress source, IpAddress destination)
    {
        if (source.IsIPv4)
        {
            return source.IPv4 == 0 || source.IPv4 >> 16 == 0xA9FE || destination.IPv4 >> 28 >= 0xE || destination.IPv4 >> 16 == 0xA9FE;
        }

        return source.High == 0 || source.High >> 54 == 0xFE80 >> 6 || destination.High >> 54 == 0xFE80 >> 6
            || destination.High >> 56 == 0xFF || source.High == destination.High;
    }

    private Decision IntoTunnel(ReadOnlySpan<byte> frame, in IpHeader inner, ReferenceSession session, bool byXdp)
    {
        if (!session.Session.IsForwarding)
        {
            return Decision.Drop(DropReason.NotForwarding);
        }

        // The kernel answers for what dies here or is too big; the process numbers what is numbered.
        if (inner.HopLimit <= 1 || session.IsSequenced || inner.Length + session.Overhead > session.Remote.PathMtu)
        {
            return Decision.ToKernel;
        }

        bool isEasy = session.Remote is { HasRoute: true, IsResolved: true } && TakesRedirects && !session.IsSampled && !(ClampsMss && inner.BeginsConnection);
        if (byXdp && !isEasy)
        {
            return Decision.ToKernel;
        }

        if (!session.Remote.HasRoute)
        {
            return Decision.Drop(DropReason.NoRoute);
        }

        if (session.OwesOut)
        {
            return Decision.Drop(DropReason.Policed);
        }

        byte[] sent = new byte[frame.Length + session.Overhead];
        Span<byte> packet = sent.AsSpan(FrameHeader + session.Overhead);
        frame[FrameHeader..].CopyTo(packet);
        ClampSegments(packet, inner, session);
        Rewrite(packet, inner, decrements: true, inner.TrafficClass);
        WriteOuter(sent.AsSpan(FrameHeader), inner, session);
        ProgramBench.RouterMac.Write(sent);
        ProgramBench.OwnMac.Write(sent.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(sent.AsSpan(12), session.IsOverIpv6 ? Packet.TypeIpv6 : Packet.TypeIpv4);
        return new Decision(Fate.Forwarded, default, sent, session, inner.Length);
    }

    // RFC 2784 and 2890: a key and nothing else; hop limit 64; IPv4 is not to be fragmented and has no identification (RFC 6864 4.1).
    private static void WriteOuter(Span<byte> at, in IpHeader inner, ReferenceSession session)
    {
        int length = session.Overhead + inner.Length;
        byte trafficClass = session.OuterClass(inner.TrafficClass);
        at[..session.Overhead].Clear();
        Span<byte> gre = at.Slice(session.Overhead - 8, 8);
        if (session.IsOverIpv6)
        {
            at[0] = (byte)(0x60 | trafficClass >> 4);
            at[1] = (byte)((trafficClass & 15) << 4);
            BinaryPrimitives.WriteUInt16BigEndian(at[4..], (ushort)(length - 40));
            at[6] = Packet.ProtocolGre;
            at[7] = 64;
            session.Session.LocalEndpoint.Write(at[8..]);
            session.Session.RemoteEndpoint.Write(at[24..]);
        }
        else
        {
            at[0] = 0x45;
            at[1] = trafficClass;
            BinaryPrimitives.WriteUInt16BigEndian(at[2..], (ushort)length);
            at[6] = 0x40;
            at[8] = 64;
            at[9] = session.IsInUdp ? Packet.ProtocolUdp : Packet.ProtocolGre;
            session.Session.LocalEndpoint.WriteIPv4(at[12..]);
            session.Session.RemoteEndpoint.WriteIPv4(at[16..]);
            BinaryPrimitives.WriteUInt16BigEndian(at[10..], Packet.Checksum(at[..20]));
        }

        if (session.IsInUdp)
        {
            // RFC 5845 4: UDP without a checksum, then type 0, GRE, and the octets behind.
            BinaryPrimitives.WriteUInt16BigEndian(at[20..], 5437);
            BinaryPrimitives.WriteUInt16BigEndian(at[22..], 5437);
            BinaryPrimitives.WriteUInt16BigEndian(at[24..], (ushort)(length - 20));
            at[29] = Packet.ProtocolGre;
            BinaryPrimitives.WriteUInt16BigEndian(at[30..], (ushort)(length - 32));
        }

        gre[0] = 0x20;
        BinaryPrimitives.WriteUInt16BigEndian(gre[2..], inner.IsIpv6 ? Packet.TypeIpv6 : Packet.TypeIpv4);
        BinaryPrimitives.WriteUInt32BigEndian(gre[4..], session.Session.SendKey.Value);
    }

    // RFC 9293 3.7.1. Looked for among the first five options, which is more than anybody sends before it.
    private void ClampSegments(Span<byte> packet, in IpHeader inner, ReferenceSession session)
    {
        if (!ClampsMss || !inner.BeginsConnection)
        {
            return;
        }

        Span<byte> tcp = packet[inner.HeaderLength..inner.Length];
        int room = session.Remote.PathMtu - session.Overhead - (inner.IsIpv6 ? 40 : 20) - 20;
        int end = (tcp[12] >> 4) * 4;
        int place = 20;
        for (int i = 0; i < 5 && end <= tcp.Length && place + 4 <= end && tcp[place] != 0 && (tcp[place] == 1 || tcp[place + 1] >= 2); i++)
        {
            if (tcp[place] != 2)
            {
                place += tcp[place] == 1 ? 1 : tcp[place + 1];
                continue;
            }

            if (tcp[place + 1] == 4 && BinaryPrimitives.ReadUInt16BigEndian(tcp[(place + 2)..]) > room)
            {
                Replace(tcp, place + 2, (byte)(room >> 8));
                Replace(tcp, place + 3, (byte)(room & 0xFF));
            }

            return;
        }
    }

    private static void Replace(Span<byte> tcp, int place, byte value)
    {
        int word = place & ~1;
        ushort old = BinaryPrimitives.ReadUInt16BigEndian(tcp[word..]);
        tcp[place] = value;
        Resum(tcp[16..], old, BinaryPrimitives.ReadUInt16BigEndian(tcp[word..]));
    }
}
