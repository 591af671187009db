using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Offload;

/// <summary>How one session is said in flower rules, and where they are.</summary>
internal static class FlowerRules
{
    /// <summary>First of the priorities of these rules, before that of the programs: IPv4, then one for each prefix.</summary>
    public const ushort FirstPriority = 0x4F00;

    private const uint Mark = 0x504D_4950;

    // Not secret: a rule of another process with our mark in its cookie is none of ours in any case.
    private static readonly SipHash s_digest = new(0x706D_6970_5F67_7265, 0x666C_6F77_6572_0001);

    /// <summary>The place of the rule for an address of a session: 0 is IPv4, then its prefixes.</summary>
    public static FlowerPlace PlaceOf(int interfaceIndex, int address, int session) =>
        new(interfaceIndex, IsEgress: false, (ushort)(FirstPriority + address), address > 0, (uint)session + 1);

    /// <summary>The session whose rule is in a place; false when it is none of ours.</summary>
    public static bool IsOurs(in FlowerState state, int capacity, out int session)
    {
        session = (int)(state.Place.Handle - 1 & int.MaxValue);
        return (uint)(state.Cookie >> 96) == Mark && session < capacity
            && state.Place.Priority is >= FirstPriority and <= FirstPriority + IpPrefixList.Capacity;
    }

    /// <summary>What all rules of a session in this state carry, so that a later process can tell whether they are still right.</summary>
    public static UInt128 CookieOf(in GreSession session, in PortPair ports)
    {
        Span<byte> octets = stackalloc byte[128];
        octets.Clear();
        session.LocalEndpoint.Write(octets);
        session.RemoteEndpoint.Write(octets[16..]);
        BinaryPrimitives.WriteUInt32BigEndian(octets[32..], session.SendKey.Value);
        BinaryPrimitives.WriteUInt32BigEndian(octets[36..], session.ReceiveKey.Value);
        session.HomeAddress4.Write(octets[40..]);
        for (int i = 0; i < session.HomeNetworkPrefixes.Count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(octets[(56 + (8 * i))..], session.HomeNetworkPrefixes[i].Address.High);
        }

        session.NodeLinkLayerAddress.Write(octets[88..]);
        session.GatewayLinkLayerAddress.Write(octets[94..]);
        BinaryPrimitives.WriteInt32BigEndian(octets[100..], ports.Port);
        return new UInt128(((ulong)Mark << 32) | (uint)session.Index, s_digest.Hash(octets));
    }

    /// <summary>Writes the rule for one address of a session, into the tunnel or out of it.</summary>
    public static void Make(
        in GreSession session, int device, bool encapsulates, int address, UInt128 cookie, out FlowerMatch match, out FlowerActions actions)
    {
        IpPrefix own = address == 0 ? new IpPrefix(session.HomeAddress4, 32) : session.HomeNetworkPrefixes[address - 1];
        match = default;
        actions = new FlowerActions { Cookie = cookie, TakesHop = true };
        if (encapsulates)
        {
            // What goes to the gateway's link-layer address is for the gateway to forward: solicitations and DHCP to everybody are not.
            match.Source = own;
            match.LinkLayerSource = session.NodeLinkLayerAddress;
            match.LinkLayerDestination = session.GatewayLinkLayerAddress;
            actions.TunnelKey = session.SendKey;
            actions.TunnelSource = session.LocalEndpoint;
            actions.TunnelDestination = session.RemoteEndpoint;
            actions.RedirectTo = device;
            return;
        }

        match.Destination = own;
        match.Key = session.ReceiveKey;
        match.OuterSource = session.RemoteEndpoint;
        match.OuterDestination = session.LocalEndpoint;
        actions.LeavesTunnel = true;
        actions.PushDestination = session.NodeLinkLayerAddress;
        actions.PushSource = session.GatewayLinkLayerAddress;
        actions.RedirectTo = session.AccessInterface;
    }

    /// <summary>A session of the shape that the device must take, with addresses for documentation and a key that is nobody's.</summary>
    public static GreSession ProbeShape(bool overIpv6, int port)
    {
        GreSession shape = new()
        {
            LocalEndpoint = overIpv6 ? new IpAddress(0x2001_0DB8_0000_0000, 1) : IpAddress.FromIPv4(0xC000_0201),
            RemoteEndpoint = overIpv6 ? new IpAddress(0x2001_0DB8_0000_0000, 2) : IpAddress.FromIPv4(0xC000_0202),
            SendKey = new GreKey(uint.MaxValue),
            ReceiveKey = new GreKey(uint.MaxValue),
            HomeAddress4 = IpAddress.FromIPv4(0xC633_6401),
            AccessInterface = port,
            NodeLinkLayerAddress = new MacAddress(0x0200_5E00_5300),
            GatewayLinkLayerAddress = new MacAddress(0x0200_5E00_5301),
        };
        _ = shape.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(0x2001_0DB8_00FF_0000, 0), 64));
        return shape;
    }

    /// <summary>The same, asking a device that does not let go a few times more.</summary>
    public static bool TryDeleteAtLast(FlowerTable rules, in FlowerPlace place)
    {
        const int TriesMax = 4;
        int tries = 1;
        while (!TryDelete(rules, place) && tries < TriesMax)
        {
            tries++;
        }

        return tries < TriesMax;
    }

    /// <summary>Takes a rule away; true when it is gone, whoever took it.</summary>
    public static bool TryDelete(FlowerTable rules, in FlowerPlace place) =>
        rules.Delete(place).IsOk || !rules.TryRead(place, out _).IsOk;

    /// <summary>Adds why a request was refused: the words of the kernel or driver, or the number of the error.</summary>
    public static void AppendReason(ReasonText reason, ReadOnlySpan<byte> words, LinuxStatus status)
    {
        if (!words.IsEmpty)
        {
            reason.AppendForeign(words);
            return;
        }

        Span<byte> number = stackalloc byte[12];
        reason.Append("error "u8);
        reason.Append(status.Errno.TryFormat(number, out int length) ? number[..length] : default);
    }
}
