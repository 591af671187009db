using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>What has changed.</summary>
public enum NetlinkEventKind : byte
{
    /// <summary>An interface is new or has another state.</summary>
    LinkChanged,

    /// <summary>An interface is gone.</summary>
    LinkRemoved,

    /// <summary>A route or an address came or went.</summary>
    RouteChanged,

    /// <summary>A neighbour has another state.</summary>
    NeighborChanged,

    /// <summary>A neighbour was forgotten.</summary>
    NeighborRemoved,

    /// <summary>The kernel had more news than the socket could hold: look at everything again.</summary>
    Overrun,
}

/// <summary>One piece of news.</summary>
public readonly ref struct NetlinkEvent
{
    /// <summary>What has changed.</summary>
    public NetlinkEventKind Kind { get; init; }

    /// <summary>Link events: the interface.</summary>
    public LinkState Link { get; init; }

    /// <summary>Link events: its name, valid until the next event is read.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Neighbour events: its interface. Events of routes: the interface that it leads over; 0 for an address.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>Events of routes: it has our protocol number, so it is we who changed it.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Neighbour events: its address.</summary>
    public IpAddress Neighbor { get; init; }

    /// <summary>Neighbour events: its link-layer address, zero when not known.</summary>
    public MacAddress LinkLayerAddress { get; init; }

    /// <summary>Neighbour events: its state, NUD_* of the kernel.</summary>
    public ushort NeighborState { get; init; }
}

/// <summary>Tells what changes in the kernel's tables. The descriptor is for epoll; nothing here waits or allocates.</summary>
public sealed unsafe class NetlinkMonitor : IDisposable
{
    private const uint GroupLink = 1;
    private const uint GroupNeighbor = 4;
    private const uint GroupIpv4Address = 0x10;
    private const uint GroupIpv4Route = 0x40;
    private const uint GroupIpv6Address = 0x100;
    private const uint GroupIpv6Route = 0x400;
    private const int NoBufferSpace = 105;
    private const int NeighborLength = 12;

    private readonly LinuxDescriptor _socket;
    private readonly byte[] _octets = new byte[32768];
    private int _start;
    private int _end;

    private NetlinkMonitor(LinuxDescriptor socket)
    {
        _socket = socket;
    }

    /// <summary>File descriptor; readable when there is news.</summary>
    public int Descriptor => _socket.Number;

    /// <summary>Opens a monitor of links, routes and addresses, and of neighbours when asked; null when the kernel refuses.</summary>
    public static LinuxStatus TryOpen(bool withNeighbors, out NetlinkMonitor? monitor)
    {
        uint groups = GroupLink | GroupIpv4Address | GroupIpv4Route | GroupIpv6Address | GroupIpv6Route;
        LinuxStatus status = NetlinkChannel.TryOpenSocket(
            groups | (withNeighbors ? GroupNeighbor : 0), LinuxAbi.SOCK_CLOEXEC | LinuxAbi.SOCK_NONBLOCK, out LinuxDescriptor? socket);
        monitor = socket is null ? null : new NetlinkMonitor(socket);
        return status;
    }

    /// <summary>Gives the next piece of news; false when there is none now.</summary>
    public bool TryRead(out NetlinkEvent news)
    {
        news = default;
        while (true)
        {
            while (_start < _end)
            {
                NetlinkReader reader = new(_octets.AsSpan(_start, _end - _start));
                if (!reader.TryNext())
                {
                    _start = _end;
                    break;
                }

                _start = Math.Min(_end, _start + ((16 + reader.Body.Length + 3) & ~3));
                if (TryTranslate(reader, out news))
                {
                    return true;
                }
            }

            nint length;
            fixed (byte* first = _octets)
            {
                length = LibC.Receive(_socket, first, (nuint)_octets.Length, 0);
            }

            if (length < 0)
            {
                news = new NetlinkEvent { Kind = NetlinkEventKind.Overrun };
                return LinuxStatus.Last.Errno == NoBufferSpace;
            }

            (_start, _end) = (0, (int)length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    internal static bool TryTranslate(NetlinkReader message, out NetlinkEvent news)
    {
        news = default;
        switch (message.Type)
        {
            case NetlinkAbi.RTM_NEWLINK or NetlinkAbi.RTM_DELLINK:
                if (!LinkTable.TryRead(message.Body, out LinkState link, out ReadOnlySpan<byte> name))
                {
                    return false;
                }

                bool isGone = message.Type == NetlinkAbi.RTM_DELLINK;
                news = new NetlinkEvent { Kind = isGone ? NetlinkEventKind.LinkRemoved : NetlinkEventKind.LinkChanged, Link = link, Name = name };
                return true;
            case NetlinkAbi.RTM_NEWROUTE or NetlinkAbi.RTM_DELROUTE:
                bool isOurs = RouteTable.TryReadOwner(message.Body, out byte protocol, out int leadsOver) && protocol == RouteTable.Protocol;
                news = new NetlinkEvent { Kind = NetlinkEventKind.RouteChanged, IsOurs = isOurs, InterfaceIndex = leadsOver };
                return true;
            case NetlinkAbi.RTM_NEWADDR or NetlinkAbi.RTM_DELADDR:
                news = new NetlinkEvent { Kind = NetlinkEventKind.RouteChanged };
                return true;
            case NetlinkAbi.RTM_NEWNEIGH or NetlinkAbi.RTM_DELNEIGH:
                return TryReadNeighbor(message, out news);
            default:
                return false;
        }
    }

    private static bool TryReadNeighbor(NetlinkReader message, out NetlinkEvent news)
    {
        news = default;
        ReadOnlySpan<byte> body = message.Body;
        if (body.Length < NeighborLength)
        {
            return false;
        }

        IpAddress address = default;
        MacAddress linkLayer = default;
        NetlinkAttributeReader attributes = new(body[NeighborLength..]);
        while (attributes.TryNext())
        {
            if (attributes.Type == NetlinkAbi.NDA_DST)
            {
                address = attributes.Value.Length switch
                {
                    4 => IpAddress.ReadIPv4(attributes.Value),
                    16 => IpAddress.Read(attributes.Value),
                    _ => default,
                };
            }
            else if (attributes.Type == NetlinkAbi.NDA_LLADDR && attributes.Value.Length == MacAddress.Length)
            {
                linkLayer = MacAddress.Read(attributes.Value);
            }
        }

        news = new NetlinkEvent
        {
            Kind = message.Type == NetlinkAbi.RTM_NEWNEIGH ? NetlinkEventKind.NeighborChanged : NetlinkEventKind.NeighborRemoved,
            InterfaceIndex = BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
            NeighborState = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]),
            Neighbor = address,
            LinkLayerAddress = linkLayer,
        };
        return true;
    }
}
