using System;
using System.Threading;
using Pmip.Appliance.Host;
using Pmip.Foundation.Addressing;
using Pmip.Linux.Sockets;
using Pmip.Wire.Capture;

namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>
/// Where the signalling sockets show what they send and receive. Costs one look at a field while nothing is captured. It belongs to the
/// process: a capture goes on over the lives of the node.
/// </summary>
internal sealed class CaptureTap
{
    private CaptureRun? _run;

    /// <summary>True while something is captured.</summary>
    public bool IsOn => Volatile.Read(ref _run) is not null;

    /// <summary>Another thread: begins a capture, or ends it by null.</summary>
    public void Set(CaptureRun? run) => Volatile.Write(ref _run, run);

    /// <summary>A message is about to be sent; <paramref name="octets"/> are what follows IP and UDP.</summary>
    public void Sent(SignallingPorts.Kind kind, IpAddress local, IpAddress remote, ushort remotePort, ReadOnlySpan<byte> octets) =>
        Add(kind, CaptureDirection.Outbound, local, remote, remotePort, octets, false, default);

    /// <summary>A datagram was received, and dropped for a reason unless an engine gets it.</summary>
    public void Received(
        SignallingPorts.Kind kind, IpAddress local, IpAddress remote, ushort remotePort, ReadOnlySpan<byte> datagram, bool isDropped, SignallingCounter reason)
    {
        // The kernel gives the IPv4 header too; it is made again like every other.
        ReadOnlySpan<byte> octets = datagram;
        if (kind == SignallingPorts.Kind.Ipv4 && !RawIpv4Socket.TryGetPayload(datagram, out octets))
        {
            octets = datagram;
        }

        Add(kind, CaptureDirection.Inbound, local, remote, remotePort, octets, isDropped, reason);
    }

    private void Add(
        SignallingPorts.Kind kind,
        CaptureDirection direction,
        IpAddress local,
        IpAddress remote,
        ushort remotePort,
        ReadOnlySpan<byte> octets,
        bool isDropped,
        SignallingCounter reason)
    {
        CaptureRun? run = Volatile.Read(ref _run);
        if (run is null)
        {
            return;
        }

        CaptureHead head = new()
        {
            Nanoseconds = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
            Local = local,
            Remote = remote,
            RemotePort = remotePort,
            Kind = kind,
            Direction = direction,
            IsDropped = isDropped,
            Reason = reason,
        };
        run.Add(head, octets);
    }
}
