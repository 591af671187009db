using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Engine;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Packets;

namespace Pmip.Conformance.Nodes;

/// <summary>
/// An engine of this repository on virtual time, with the framing of its host around it: what arrives and what leaves are the
/// octets of the wire.
/// </summary>
public abstract class VirtualNode : INodeUnderTest
{
    private const long WallOrigin = 1_790_000_000_000_000;
    private readonly Queue<Parcel> _sent = new();
    private readonly Dictionary<int, TunnelSession> _sessions = [];

    protected Outbox Outbox { get; } = new();

    protected Instant Now { get; private set; } = new(1_000_000);

    protected WallClock Wall => WallClock.FromUnixMicroseconds(WallOrigin + Now.Microseconds, true);

    public ulong Timestamp => Wall.Timestamp;

    public TimeSpan Elapsed => TimeSpan.FromMicroseconds(Now.Microseconds);

    public IReadOnlyCollection<TunnelState> Tunnels => [.. _sessions.Values.Select(Describe)];

    protected abstract Instant NextDeadline { get; }

    public void Send(Parcel parcel)
    {
        if (TryUnwrap(parcel, out SignallingPath path, out byte[] message))
        {
            Take(path, message);
            Drain();
        }
    }

    public Parcel? Receive(TimeSpan wait)
    {
        Instant end = Now.Plus(new Duration((long)wait.TotalMicroseconds));
        while (_sent.Count == 0 && Step(end))
        {
        }

        return _sent.TryDequeue(out Parcel? parcel) ? parcel : null;
    }

    public void Wait(TimeSpan duration)
    {
        Instant end = Now.Plus(new Duration((long)duration.TotalMicroseconds));
        while (Step(end))
        {
        }
    }

    public void Dispose()
    {
        Verify();
        GC.SuppressFinalize(this);
    }

    internal static IpAddress Inside(IPAddress address)
    {
        byte[] octets = Octets.Of128(address);
        return new IpAddress(BinaryPrimitives.ReadUInt64BigEndian(octets), BinaryPrimitives.ReadUInt64BigEndian(octets.AsSpan(8)));
    }

    internal static IPAddress Outside(IpAddress address)
    {
        IPAddress outside = IPAddress.Parse(address.ToString());
        return outside.IsIPv4MappedToIPv6 ? outside.MapToIPv4() : outside;
    }

    protected abstract void Take(in SignallingPath path, ReadOnlySpan<byte> message);

    protected abstract void Expire();

    protected abstract void Verify();

    /// <summary>An effect that is not the tunnel's or the wire's.</summary>
    protected virtual void Note(in Effect effect)
    {
    }

    protected void Drain()
    {
        foreach (ref readonly Effect effect in Outbox.Effects)
        {
            switch (effect.Kind)
            {
                case EffectKind.Transmit:
                    _sent.Enqueue(Wrap(Outbox.PathOf(effect), Outbox.BytesOf(effect)));
                    break;
                case EffectKind.InstallSession:
                    _sessions[Outbox.SessionOf(effect).Index] = Outbox.SessionOf(effect);
                    break;
                case EffectKind.RemoveSession:
                    _sessions.Remove(Outbox.SessionOf(effect).Index);
                    break;
                default:
                    Note(effect);
                    break;
            }
        }

        Outbox.Clear();
        Settle();
    }

    /// <summary>What the surroundings of the node do when a step is done.</summary>
    protected virtual void Settle()
    {
    }

    private bool Step(Instant end)
    {
        Instant next = NextDeadline;
        if (next > end)
        {
            Now = end;
            return false;
        }

        Now = next > Now ? next : Now;
        Expire();
        Drain();
        return true;
    }

    // What the host's sockets do with a datagram before the engine sees it.
    private static bool TryUnwrap(Parcel parcel, out SignallingPath path, out byte[] message)
    {
        IpAddress node = Inside(parcel.Node);
        IpAddress tester = Inside(parcel.Tester);
        message = parcel.Octets;
        if (parcel.Form == TransportForm.Ipv6)
        {
            path = new SignallingPath(SignallingForm.Ipv6, node, tester, node, tester, 0);
            return message.Length >= 6 && MobilityChecksum.Verify(tester, node, message);
        }

        WireStatus status = SignallingFrame.TryRead(
            parcel.Octets, out IpAddress source, out IpAddress destination, out ReadOnlySpan<byte> inner, out bool isMapped);
        message = inner.ToArray();
        ushort port = (ushort)parcel.TesterPort;
        SignallingForm mapped = parcel.Form == TransportForm.Udp ? SignallingForm.UdpMapped : SignallingForm.Ipv4Mapped;
        path = isMapped
            ? new SignallingPath(mapped, destination, source, node, tester, port)
            : new SignallingPath(SignallingForm.UdpBare, node, tester, node, tester, port);
        return status == WireStatus.Ok && (isMapped || parcel.Form == TransportForm.Udp);
    }

    private static Parcel Wrap(in SignallingPath path, ReadOnlySpan<byte> message)
    {
        byte[] octets = message.ToArray();
        TransportForm form = path.Form switch
        {
            SignallingForm.Ipv6 => TransportForm.Ipv6,
            SignallingForm.Ipv4Mapped => TransportForm.Protocol41,
            _ => TransportForm.Udp,
        };
        if (path.Form == SignallingForm.Ipv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), MobilityChecksum.Compute(path.Local, path.Remote, octets));
        }
        else if (path.Form != SignallingForm.UdpBare)
        {
            byte[] room = new byte[SignallingFrame.MappedOverhead + octets.Length];
            SignallingFrame.EmitMapped(path.Local, path.Remote, octets, room, out int written);
            octets = room[..written];
        }

        int nodePort = form == TransportForm.Udp ? Parcel.ControlPort : 0;
        return new Parcel(form, Outside(path.OuterRemote), Outside(path.OuterLocal), path.RemotePort, nodePort, octets);
    }

    private static TunnelState Describe(TunnelSession session)
    {
        List<IPAddress> prefixes = [];
        for (int i = 0; i < session.HomeNetworkPrefixes.Count; i++)
        {
            prefixes.Add(Outside(session.HomeNetworkPrefixes[i].Address));
        }

        return new TunnelState(
            Outside(session.LocalEndpoint),
            Outside(session.RemoteEndpoint),
            session.SendKey.Value,
            session.ReceiveKey.Value,
            session.IsForwarding,
            prefixes,
            session.HomeAddress4.IsUnspecified ? null : Outside(session.HomeAddress4),
            session.Encapsulation == TunnelEncapsulation.UdpTlvGre);
    }
}
