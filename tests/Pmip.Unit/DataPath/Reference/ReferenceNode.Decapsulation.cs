using System;
using System.Buffers.Binary;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;

namespace Pmip.Unit.DataPath.Reference;

/// <content>Out of tunnels: from the outside inwards, and the first thing that is wrong counts.</content>
internal sealed partial class ReferenceNode
{
    private const int ChecksumFlag = 0x8000;
    private const int KeyFlag = 0x2000;
    private const int SequenceFlag = 0x1000;

    /// <summary>At a transport interface.</summary>
    public Decision FromTunnel(ReadOnlySpan<byte> frame, bool byXdp)
    {
        if ((byXdp && MirrorsAll) || !IsForThisMachine(frame, byXdp))
        {
            return Decision.ToKernel;
        }

        ReadOnlySpan<byte> packet = frame[FrameHeader..];
        Outer outer = default;
        Decision? end = EtherType(frame) switch
        {
            Packet.TypeIpv6 => ReadOuter6(packet, byXdp, ref outer),
            Packet.TypeIpv4 => ReadOuter4(packet, byXdp, ref outer),
            _ => Decision.ToKernel,
        };
        if (end is Decision decided)
        {
            return decided;
        }

        // A frame may be longer than the packet in it, never shorter.
        if (outer.Length > packet.Length || outer.Length < outer.Gre + 8)
        {
            return Decision.Drop(DropReason.Truncated);
        }

        return FromGre(packet[outer.Gre..outer.Length], packet[outer.Gre..], outer, byXdp);
    }

    private Decision? ReadOuter6(ReadOnlySpan<byte> packet, bool byXdp, ref Outer outer)
    {
        if (packet.Length < 40 || IpAddress.Read(packet[24..]) != Local6 || packet[6] is not (Packet.ProtocolGre or 60 or 44))
        {
            return Decision.ToKernel;
        }

        ReadOnlySpan<byte> extension = packet[40..];
        if (packet[6] != Packet.ProtocolGre && (extension.Length < 8 || extension[0] != Packet.ProtocolGre))
        {
            return Decision.ToKernel;
        }

        outer = new Outer(IpAddress.Read(packet[8..]), (byte)((BinaryPrimitives.ReadUInt16BigEndian(packet) >> 4) & 0xFF), false, packet[6] == 60 ? 48 : 40)
        {
            Length = 40 + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]),
        };
        if (packet[0] >> 4 != 6)
        {
            return Decision.Drop(DropReason.OuterHeader);
        }

        if (packet[6] == 44)
        {
            return Fragment(outer.Source, byXdp);
        }

        // RFC 2473 4.1.1: the one option that a tunnel's entrance sends.
        bool isLimit = extension.Length >= 8 && extension[1] == 0 && extension[2] == 4 && extension[3] == 1;
        return packet[6] == 60 && !isLimit ? Decision.Drop(DropReason.OuterOptions) : null;
    }

    private Decision? ReadOuter4(ReadOnlySpan<byte> packet, bool byXdp, ref Outer outer)
    {
        if (packet.Length < 20 || Local4.IsUnspecified || IpAddress.ReadIPv4(packet[16..]) != Local4)
        {
            return Decision.ToKernel;
        }

        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]);
        int headerLength = (packet[0] & 15) * 4;
        bool isUdp = packet[9] == Packet.ProtocolUdp;
        bool isUserPlane = isUdp && (fragment & 0x1FFF) == 0 && headerLength >= 20 && packet.Length >= headerLength + 4
            && BinaryPrimitives.ReadUInt16BigEndian(packet[(headerLength + 2)..]) == 5437;
        if (packet[9] != Packet.ProtocolGre && !isUserPlane)
        {
            return Decision.ToKernel;
        }

        outer = new Outer(IpAddress.ReadIPv4(packet[12..]), packet[1], isUdp, isUdp ? 32 : 20) { Length = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) };
        if (packet[0] >> 4 != 4 || headerLength < 20)
        {
            return Decision.Drop(DropReason.OuterHeader);
        }

        if ((fragment & 0x3FFF) != 0)
        {
            return Fragment(outer.Source, byXdp);
        }

        if (headerLength != 20)
        {
            return Decision.Drop(DropReason.OuterOptions);
        }

        if (Packet.Checksum(packet[..20]) != 0)
        {
            return Decision.Drop(DropReason.OuterHeader);
        }

        return isUdp ? ReadTlv(packet[20..], outer) : null;
    }

    // RFC 5845 4: IP, UDP and the TLV header end together.
    private static Decision? ReadTlv(ReadOnlySpan<byte> udp, in Outer outer)
    {
        if (udp.Length < 12)
        {
            return Decision.Drop(DropReason.Truncated);
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        bool isGood = udp[8] == 0 && udp[9] == Packet.ProtocolGre && length == outer.Length - 20
            && length == BinaryPrimitives.ReadUInt16BigEndian(udp[10..]) + 12;
        return isGood ? null : Decision.Drop(DropReason.TlvHeader);
    }

    // The process joins fragments of whoever might be at the other end of a tunnel; what that costs is paid at tc.
    private Decision Fragment(IpAddress source, bool byXdp)
    {
        bool isKnown = Sessions.Exists(session => session.Remote.Address == source) || (AtLma && IsTrusted(source));
        return isKnown ? ToProcess(byXdp) : Decision.Drop(DropReason.OuterFragment);
    }

    private Decision ToProcess(bool byXdp) => byXdp || HasSlowPath ? Decision.ToKernel : Decision.Drop(DropReason.SlowPathLimited);

    private bool IsTrusted(IpAddress source) => AcceptsAnySource || IsIn(Trusted, source);

    private Decision FromGre(ReadOnlySpan<byte> gre, ReadOnlySpan<byte> inFrame, in Outer outer, bool byXdp)
    {
        int flags = BinaryPrimitives.ReadUInt16BigEndian(gre);
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(gre[2..]);
        int length = (flags & ChecksumFlag) == 0 ? 8 : 12;
        if ((flags & ~(ChecksumFlag | KeyFlag | SequenceFlag)) != 0)
        {
            return Decision.Drop(DropReason.GreFlags);
        }

        if ((flags & KeyFlag) == 0)
        {
            return Decision.Drop(DropReason.GreKeyAbsent);
        }

        if (!IsIp(type))
        {
            return Decision.Drop(DropReason.GreProtocol);
        }

        if (gre.Length < length)
        {
            return Decision.Drop(DropReason.Truncated);
        }

        GreKey key = new(BinaryPrimitives.ReadUInt32BigEndian(gre[(length - 4)..]));
        ReferenceSession? session = FindByKey(key, outer.Source, out DropReason why);
        if (session is null)
        {
            return Decision.Drop(why);
        }

        if (AtLma && !IsTrusted(outer.Source))
        {
            return Decision.Drop(DropReason.OuterSourceUntrusted);
        }

        if (session.IsInUdp != outer.IsUdp)
        {
            return Decision.Drop(DropReason.EncapsulationWrong);
        }

        if (!session.Session.IsForwarding)
        {
            return Decision.Drop(DropReason.NotForwarding);
        }

        if ((flags & SequenceFlag) != 0)
        {
            return session.IsSequenced ? Decision.ToKernel : Decision.Drop(DropReason.GreSequence);
        }

        if ((flags & ChecksumFlag) != 0)
        {
            return ToProcess(byXdp);
        }

        return IpHeader.TryRead(gre[length..], type == Packet.TypeIpv6, out IpHeader inner)
            ? FromSession(inner, inFrame[length..], session, outer.TrafficClass, byXdp)
            : Decision.Drop(DropReason.InnerHeader);
    }

    // At the LMA the key says who (R18); at the MAG the LMA's address is part of it, and a key that we chose is one session's (R14).
    private ReferenceSession? FindByKey(GreKey key, IpAddress source, out DropReason why)
    {
        why = DropReason.GreKeyUnknown;
        foreach (ReferenceSession session in Sessions)
        {
            if (session.Session.ReceiveKey != key)
            {
                continue;
            }

            if (AtLma || session.Remote.Address == source)
            {
                return session;
            }

            why = session.HasOwnKey ? DropReason.OuterSourceWrong : why;
        }

        return null;
    }

    private Decision FromSession(in IpHeader inner, ReadOnlySpan<byte> packet, ReferenceSession session, byte outerClass, bool byXdp)
    {
        if (!session.Owns(AtLma ? inner.Source : inner.Destination))
        {
            return Decision.Drop(AtLma ? DropReason.InnerSourceWrong : DropReason.InnerDestinationWrong);
        }

        int congestion = s_congestion[inner.TrafficClass & 3][outerClass & 3];
        if (congestion < 0)
        {
            return Decision.Drop(DropReason.CongestionNotEct);
        }

        // The MAG is the last router and knows the link; at the LMA the kernel routes. A packet that dies here is answered by the kernel.
        bool isDelivered = !AtLma && inner.HopLimit > 1;
        bool isEasy = isDelivered && session is { IsSequenced: false, IsSampled: false } && session.Session.AccessInterface == Interface && TakesRedirects
            && !(ClampsMss && inner.BeginsConnection);
        if (byXdp && !isEasy)
        {
            return Decision.ToKernel;
        }

        if (session.OwesIn)
        {
            return Decision.Drop(DropReason.Policed);
        }

        byte[] sent = new byte[FrameHeader + packet.Length];
        Span<byte> at = sent.AsSpan(FrameHeader);
        packet.CopyTo(at);
        ClampSegments(at, inner, session);
        Rewrite(at, inner, isDelivered, (byte)(((TakesOuterDscp ? outerClass : inner.TrafficClass) & ~3) | congestion));
        session.Session.NodeLinkLayerAddress.Write(sent);
        session.Session.GatewayLinkLayerAddress.Write(sent.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(sent.AsSpan(12), inner.IsIpv6 ? Packet.TypeIpv6 : Packet.TypeIpv4);
        return new Decision(isDelivered ? Fate.Forwarded : Fate.ToTunnelInterface, default, sent, session, inner.Length);
    }

    // RFC 6040 4.2, figure 4. Rows: inner not-ECT, ECT(1), ECT(0), CE; columns: outer the same; -1 is dropped.
    private static readonly int[][] s_congestion = [[0, 0, 0, -1], [1, 1, 1, 3], [2, 1, 2, 3], [3, 3, 3, 3]];

    private readonly record struct Outer(IpAddress Source, byte TrafficClass, bool IsUdp, int Gre)
    {
        public int Length { get; init; }
    }
}
