using System;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Sockets;
using Pmip.Linux.Tunnel;

namespace Pmip.DataPath.SlowPath;

/// <summary>
/// What the programs leave to the process: outer packets that came in fragments, GRE with a checksum, sequence numbers both ways, what is
/// too big for a narrow path, and what routers say of such paths. Allocates nothing after start; each call does a bounded amount.
/// </summary>
internal sealed partial class GreSlowPath : IDisposable
{
    /// <summary>Port of the user plane in UDP (RFC 5844 4.1, RFC 5845 4).</summary>
    public const ushort UserPlanePort = 5437;

    private const int PacketsPerCall = 32;
    private const int ErrorsPerCall = 8;
    private const int PacketLengthMax = 65_535;
    private const int QuotedMax = 1280;
    private const int TlvLength = 4;
    private const byte ProtocolGre = 47;
    private const int Ipv6Gre = 0;
    private const int Ipv4Gre = 1;
    private const int Ipv4Udp = 2;
    private const int SocketCount = 3;

    private readonly SessionTable _sessions;
    private readonly NextHopTable _nextHops;
    private readonly TunDevice _tunnel;
    private readonly IpAddress[] _local;
    private readonly TunnelSocket?[] _sockets;
    private readonly int[] _descriptors;
    private readonly SequenceWindow[] _windows;
    private readonly PathMtuDiscovery _paths;
    private readonly TooBigAnswer _answer = TooBigAnswer.Open();
    private readonly byte[] _arrived = new byte[PacketLengthMax];
    private readonly byte[] _piece = new byte[PacketLengthMax];
    private readonly byte[] _leaving = new byte[PacketLengthMax + GreDatagram.HeaderLengthMax + TlvLength];
    private readonly ulong[] _drops = new ulong[DropReasons.Count];
    private SlowPathBudget _answers = new(perSecond: 100, atOnce: 50);

    private GreSlowPath(
        DataPathConfiguration configuration, SessionTable sessions, NextHopTable nextHops, TunDevice tunnel, TunnelSocket?[] sockets)
    {
        _sessions = sessions;
        _nextHops = nextHops;
        _tunnel = tunnel;
        _sockets = sockets;
        _local = [configuration.LocalIpv6, configuration.LocalIpv4, configuration.LocalIpv4];
        _windows = new SequenceWindow[configuration.SequencedRemotes.Length == 0 ? 0 : sessions.Capacity];
        _paths = new PathMtuDiscovery(sessions, nextHops);
        _descriptors = new int[SocketCount + 1];
        for (int i = 0; i < SocketCount; i++)
        {
            _descriptors[i] = sockets[i]?.Descriptor ?? -1;
        }

        _descriptors[^1] = tunnel.Descriptor;
        TransportMtu = configuration.TransportMtu;
    }

    /// <summary>What to watch for reading, -1 for none; the place is the number for <see cref="Ready"/>.</summary>
    public ReadOnlySpan<int> Descriptors => _descriptors;

    /// <summary>Largest packet of a path of which nothing else is known.</summary>
    public int TransportMtu { get; set; }

    /// <summary>Packets that were taken out of tunnels here.</summary>
    public ulong TakenOut { get; private set; }

    /// <summary>Packets that were put into tunnels here.</summary>
    public ulong PutIn { get; private set; }

    /// <summary>Opens the sockets at our addresses.</summary>
    public static LinuxStatus TryOpen(
        DataPathConfiguration configuration, SessionTable sessions, NextHopTable nextHops, TunDevice tunnel, out GreSlowPath? slowPath, out string what)
    {
        TunnelSocket?[] sockets = new TunnelSocket?[SocketCount];
        LinuxStatus status = LinuxStatus.Ok;
        slowPath = null;
        what = "";
        if (!configuration.LocalIpv6.IsUnspecified)
        {
            what = $"raw socket for GRE at {configuration.LocalIpv6}";
            status = TunnelSocket.TryOpenGre(configuration.LocalIpv6, out sockets[Ipv6Gre]);
        }

        if (status.IsOk && !configuration.LocalIpv4.IsUnspecified)
        {
            what = $"raw socket for GRE at {configuration.LocalIpv4}";
            status = TunnelSocket.TryOpenGre(configuration.LocalIpv4, out sockets[Ipv4Gre]);
        }

        if (status.IsOk && !configuration.LocalIpv4.IsUnspecified)
        {
            // A later configuration may have tunnels in UDP.
            what = $"UDP port {UserPlanePort} at {configuration.LocalIpv4}";
            LinuxStatus opened = TunnelSocket.TryOpenUdp(configuration.LocalIpv4, UserPlanePort, out sockets[Ipv4Udp]);
            status = configuration.UsesUdp ? opened : status;
        }

        if (status.IsOk)
        {
            slowPath = new GreSlowPath(configuration, sessions, nextHops, tunnel, sockets);
            return status;
        }

        foreach (TunnelSocket? socket in sockets)
        {
            socket?.Dispose();
        }

        return status;
    }

    /// <summary>Packets that were dropped here for this reason.</summary>
    public ulong DropCount(DropReason reason) => _drops[(int)reason];

    /// <summary>When <see cref="Maintain"/> has something to do.</summary>
    public Instant NextDeadline(Instant now) => _paths.IsBusy ? now : _nextHops.NextPathExpiry;

    /// <summary>Does a bounded part of what is to be looked after.</summary>
    public void Maintain(Instant now)
    {
        _nextHops.ExpirePaths(now);
        _drops[(int)DropReason.PathMtuUnbelieved] += (ulong)_paths.Walk(now);
    }

    /// <summary>Does a bounded amount of what has arrived at a descriptor.</summary>
    public void Ready(int number, Instant now)
    {
        if (number == SocketCount)
        {
            for (int i = 0; i < PacketsPerCall && TakeRouted(now); i++)
            {
            }

            return;
        }

        TunnelSocket socket = _sockets[number]!;
        for (int i = 0; i < ErrorsPerCall && TakeError(socket, number); i++)
        {
        }

        for (int i = 0; i < PacketsPerCall && TakeArrived(socket, number == Ipv4Udp, now); i++)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TunnelSocket? socket in _sockets)
        {
            socket?.Dispose();
        }

        _answer.Dispose();
    }

    /// <summary>What a router has said. False when nothing was there.</summary>
    private bool TakeError(TunnelSocket socket, int number)
    {
        Span<byte> room = _piece.AsSpan(0, QuotedMax);
        if (!socket.TryReceiveError(room, out IpAddress remote, out int mtu, out ReadOnlySpan<byte> quoted, out bool isOther))
        {
            return isOther; // Who is unreachable, the supervision of the tunnels finds out.
        }

        bool hasHeader = number != Ipv4Udp || quoted.Length >= TlvLength;
        quoted = number == Ipv4Udp && hasHeader ? quoted[TlvLength..] : quoted;
        bool isBelievable = hasHeader && GreDatagram.TryReadQuotedKey(quoted, out GreKey key) && _paths.TryAsk(_local[number], remote, key, mtu);
        return isBelievable || Drop(DropReason.PathMtuUnbelieved);
    }

    private bool Drop(DropReason why)
    {
        _drops[(int)why]++;
        return true;
    }
}
