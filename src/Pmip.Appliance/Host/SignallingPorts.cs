using System;
using System.Buffers.Binary;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Diagnosis.Capturing;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;
using Pmip.Linux;
using Pmip.Linux.Sockets;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Host;

/// <summary>
/// The sockets of PMIPv6 signalling: IPv6 (protocol 135), IPv4-UDP 5436 and IPv4 protocol 41. All that our addresses allow are
/// open, whatever forms the peers are configured for: every form is received always, the form of sending is chosen per
/// message (R8, R9). Checksums are verified and filled here, where the addresses that they cover are known.
/// </summary>
internal sealed class SignallingPorts : IDisposable
{
    private const int BatchSize = 64;
    private const int ChecksumOffset = 4;            // RFC 6275 6.1.1
    private const int MobilityHeaderLengthMax = 2048; // RFC 6275 6.1.1: eight octets times 256.
    private const int DatagramLengthMax = MobilityHeaderLengthMax + SignallingFrame.MappedOverhead + 60;
    private readonly Port?[] _ports;
    private readonly DatagramBatch _arrived = new(BatchSize, DatagramLengthMax);
    private readonly IpAddress _ipv6;
    private readonly IpAddress _ipv4;
    private SignallingCounter _lastDrop;

    private SignallingPorts(Port?[] ports, IpAddress ipv6, IpAddress ipv4)
    {
        _ports = ports;
        _ipv6 = ipv6;
        _ipv4 = ipv4;
    }

    /// <summary>The three kinds of socket.</summary>
    public enum Kind
    {
        /// <summary>IPv6, protocol 135.</summary>
        Ipv6,

        /// <summary>IPv4, UDP 5436.</summary>
        Udp,

        /// <summary>IPv4, protocol 41.</summary>
        Ipv4,
    }

    /// <summary>What happened so far.</summary>
    public CounterSet<SignallingCounter> Counters { get; } = new();

    /// <summary>Sees what is sent and received; null for nobody.</summary>
    public CaptureTap? Capture { get; set; }

    /// <summary>Datagrams of the batch that <see cref="Receive"/> took.</summary>
    public int ArrivedCount => _arrived.Count;

    /// <summary>Opens what our addresses allow; on failure <paramref name="what"/> names the socket that could not be opened.</summary>
    public static LinuxStatus TryOpen(TransportConfiguration transport, out SignallingPorts? ports, out string what)
    {
        ports = null;
        what = "";
        Port?[] opened = new Port?[3];
        LinuxStatus status = LinuxStatus.Ok;
        if (!transport.Ipv6.IsUnspecified)
        {
            what = $"raw socket for protocol 135 at {transport.Ipv6}";
            status = MobilitySocket.TryOpen(transport.Ipv6, out MobilitySocket? socket);
            opened[(int)Kind.Ipv6] = socket is null ? null : new Port(socket);
        }

        if (status.IsOk && !transport.Ipv4.IsUnspecified)
        {
            what = $"UDP port {SignallingPath.ControlPort} at {transport.Ipv4}";
            status = UdpSocket.TryOpen(transport.Ipv4, SignallingPath.ControlPort, out UdpSocket? socket);
            opened[(int)Kind.Udp] = socket is null ? null : new Port(socket);
        }

        if (status.IsOk && !transport.Ipv4.IsUnspecified)
        {
            what = $"raw socket for protocol 41 at {transport.Ipv4}";
            status = RawIpv4Socket.TryOpen(transport.Ipv4, out RawIpv4Socket? socket);
            opened[(int)Kind.Ipv4] = socket is null ? null : new Port(socket);
        }

        if (status.IsOk)
        {
            ports = new SignallingPorts(opened, transport.Ipv6, transport.Ipv4);
            return status;
        }

        foreach (Port? port in opened)
        {
            port?.Socket.Dispose();
        }

        return status;
    }

    /// <summary>The descriptor to watch, or -1 when this kind is not open.</summary>
    public int DescriptorOf(Kind kind) => _ports[(int)kind]?.Socket.Descriptor ?? -1;

    /// <summary>Takes at most one batch of datagrams, so that no flood keeps the loop from its timers.</summary>
    public LinuxStatus Receive(Kind kind)
    {
        _arrived.Clear();
        Port? port = _ports[(int)kind];
        Invariant.Require(port is not null);
        return port.Socket.Receive(_arrived, out _);
    }

    /// <summary>What should be the mobility header of a datagram of the batch. Nothing of it is checked; for a look ahead.</summary>
    public ReadOnlySpan<byte> Glance(Kind kind, int index)
    {
        ReadOnlySpan<byte> octets = _arrived.OctetsOf(index);
        if (kind == Kind.Ipv4 && !RawIpv4Socket.TryGetPayload(octets, out octets))
        {
            return default;
        }

        // A bare mobility header begins with 59, which no IP header does.
        int headerLength = octets.IsEmpty || kind == Kind.Ipv6 ? 0 : (octets[0] >> 4) switch { 4 => 20, 6 => 40, _ => 0 };
        return headerLength <= octets.Length ? octets[headerLength..] : default;
    }

    /// <summary>The mobility header of a datagram of the batch, and where it came from; false when it was dropped and counted.</summary>
    public bool TryRead(Kind kind, int index, out SignallingPath path, out ReadOnlySpan<byte> mobilityHeader)
    {
        bool isForEngine = TryReadArrived(kind, index, out path, out mobilityHeader);
        if (Capture is { IsOn: true } capture)
        {
            capture.Received(
                kind, kind == Kind.Ipv6 ? _ipv6 : _ipv4, _arrived.AddressOf(index), _arrived.PortOf(index), _arrived.OctetsOf(index), !isForEngine, _lastDrop);
        }

        return isForEngine;
    }

    private bool TryReadArrived(Kind kind, int index, out SignallingPath path, out ReadOnlySpan<byte> mobilityHeader)
    {
        path = default;
        mobilityHeader = default;
        if (_arrived.IsTruncated(index))
        {
            return Drop(SignallingCounter.TooLong);
        }

        ReadOnlySpan<byte> octets = _arrived.OctetsOf(index);
        IpAddress source = _arrived.AddressOf(index);
        return kind switch
        {
            Kind.Ipv6 => TryReadIpv6(octets, source, out path, out mobilityHeader),
            Kind.Udp => TryReadIpv4(octets, source, _arrived.PortOf(index), SignallingForm.UdpMapped, out path, out mobilityHeader),
            _ => TryReadProtocol41(octets, source, out path, out mobilityHeader),
        };
    }

    /// <summary>Queues a mobility header; <see cref="Flush()"/> sends what is queued.</summary>
    public void Send(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader)
    {
        Kind kind = path.Form switch
        {
            SignallingForm.Ipv6 => Kind.Ipv6,
            SignallingForm.Ipv4Mapped => Kind.Ipv4,
            _ => Kind.Udp,
        };
        Port? port = _ports[(int)kind];
        if (port is null)
        {
            Counters.Increment(SignallingCounter.SendRefused);
            return;
        }

        bool mapped = path.Form is SignallingForm.UdpMapped or SignallingForm.Ipv4Mapped;
        int length = mobilityHeader.Length + (mapped ? SignallingFrame.MappedOverhead : 0);
        ushort remotePort = kind == Kind.Udp ? path.RemotePort : (ushort)0;
        if (!port.Queue.TryAdd(path.OuterRemote, remotePort, length, out Span<byte> room))
        {
            Flush(port);
            bool fits = port.Queue.TryAdd(path.OuterRemote, remotePort, length, out room);
            Invariant.Require(fits);
        }

        if (mapped)
        {
            WireStatus status = SignallingFrame.EmitMapped(path.Local, path.Remote, mobilityHeader, room, out _);
            Invariant.Require(status == WireStatus.Ok);
        }
        else
        {
            mobilityHeader.CopyTo(room);
            if (kind == Kind.Ipv6)
            {
                BinaryPrimitives.WriteUInt16BigEndian(
                    room[ChecksumOffset..], MobilityChecksum.Compute(path.Local, path.Remote, mobilityHeader));
            }
        }

        if (Capture is { IsOn: true } capture)
        {
            capture.Sent(kind, path.OuterLocal, path.OuterRemote, remotePort, room);
        }
    }

    /// <summary>Sends everything that is queued.</summary>
    public void Flush()
    {
        foreach (Port? port in _ports)
        {
            if (port is not null && port.Queue.Count > 0)
            {
                Flush(port);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Port? port in _ports)
        {
            port?.Socket.Dispose();
        }
    }

    private void Flush(Port port)
    {
        SendResult result = port.Socket.Send(port.Queue);
        Counters.Add(SignallingCounter.Sent, result.Sent);
        Counters.Add(SignallingCounter.SendRefused, result.Refused);
    }

    private bool TryReadIpv6(ReadOnlySpan<byte> octets, IpAddress source, out SignallingPath path, out ReadOnlySpan<byte> mobilityHeader)
    {
        Counters.Increment(SignallingCounter.ReceivedIpv6);
        path = new SignallingPath(SignallingForm.Ipv6, _ipv6, source, _ipv6, source, 0);
        mobilityHeader = octets;
        return octets.Length >= ChecksumOffset + sizeof(ushort) && MobilityChecksum.Verify(source, _ipv6, octets)
            || Drop(SignallingCounter.BadChecksum);
    }

    private bool TryReadProtocol41(ReadOnlySpan<byte> octets, IpAddress source, out SignallingPath path, out ReadOnlySpan<byte> mobilityHeader)
    {
        if (!RawIpv4Socket.TryGetPayload(octets, out ReadOnlySpan<byte> payload))
        {
            path = default;
            mobilityHeader = default;
            return Drop(SignallingCounter.Malformed);
        }

        return TryReadIpv4(payload, source, 0, SignallingForm.Ipv4Mapped, out path, out mobilityHeader)
            && (path.Form == SignallingForm.Ipv4Mapped || Drop(SignallingCounter.Malformed));
    }

    private bool TryReadIpv4(
        ReadOnlySpan<byte> payload,
        IpAddress source,
        ushort port,
        SignallingForm mappedForm,
        out SignallingPath path,
        out ReadOnlySpan<byte> mobilityHeader)
    {
        path = default;
        WireStatus status = SignallingFrame.TryRead(
            payload, out IpAddress innerSource, out IpAddress innerDestination, out mobilityHeader, out bool isMapped);
        if (status != WireStatus.Ok)
        {
            return Drop(status == WireStatus.BadChecksum ? SignallingCounter.BadChecksum : SignallingCounter.Malformed);
        }

        if (!isMapped)
        {
            Counters.Increment(SignallingCounter.ReceivedUdpBare);
            path = new SignallingPath(SignallingForm.UdpBare, _ipv4, source, _ipv4, source, port);
            return true;
        }

        Counters.Increment(
            mappedForm == SignallingForm.UdpMapped ? SignallingCounter.ReceivedUdpMapped : SignallingCounter.ReceivedIpv4Mapped);
        path = new SignallingPath(mappedForm, innerDestination, innerSource, _ipv4, source, port);
        bool isForUs = innerDestination == _ipv4 || (innerDestination == _ipv6 && !_ipv6.IsUnspecified);
        bool isFromThem = !innerSource.IsIPv4 || innerSource == source; // RFC 5844 4.1: no translation on the way.
        return (isForUs && isFromThem) || Drop(SignallingCounter.WrongInnerAddress);
    }

    private bool Drop(SignallingCounter reason)
    {
        Counters.Increment(reason);
        _lastDrop = reason;
        return false;
    }

    private sealed class Port(DatagramSocket socket)
    {
        public DatagramSocket Socket { get; } = socket;

        public DatagramBatch Queue { get; } = new(BatchSize, DatagramLengthMax);
    }
}
