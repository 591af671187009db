using System;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Unit.Engine.Mag;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Hostile;

/// <summary>
/// An LMA that has gone mad: it answers every update, with fields drawn at random, octets turned over, too late or twice. The
/// MAG must take or drop each answer, never break.
/// </summary>
public sealed class HostileAcknowledgementTests
{
    private const int Messages = 70_000;
    private static readonly IpPrefix[] s_prefixes = Array.ConvertAll(
        ["::/0", "::/64", "2001:db8:100:1::/64", "2001:db8:100:2::9/64", "2001:db8::/3", "2001:db8:100:3::1/128", "ff02::1/128", "fe80::/64"],
        IpPrefix.Parse);

    private static readonly IpAddress[] s_addresses = Array.ConvertAll(
        ["0.0.0.0", "10.45.0.2", "10.45.0.3", "255.255.255.255", "127.0.0.1"], IpAddress.Parse);

    private static readonly BindingStatus[] s_statuses =
    [
        BindingStatus.GreKeyOptionNotRequired, BindingStatus.ReasonUnspecified, BindingStatus.InsufficientResources,
        BindingStatus.SequenceNumberOutOfWindow, BindingStatus.TimestampMismatch, BindingStatus.TimestampLowerThanPreviousAccepted,
        BindingStatus.NotAuthorizedForHomeNetworkPrefix, BindingStatus.GreKeyOptionRequired, BindingStatus.ProxyRegistrationNotEnabled,
    ];

    [Theory]
    [InlineData(1, true, DownlinkKeyScope.Node)]
    [InlineData(2, true, DownlinkKeyScope.Lma)]
    [InlineData(3, false, DownlinkKeyScope.Node)]
    [InlineData(4, false, DownlinkKeyScope.Lma)]
    [Trait("Requirement", "R17")]
    public void Answers_EveryFieldAtRandom_TakenOrDropped(int seed, bool useTimestamps, DownlinkKeyScope scope)
    {
        MagBench bench = new(c => c with
        {
            Limits = new EngineLimits { Bindings = 12, IdentifierOctets = 32 },
            UseTimestamps = useTimestamps,
            DownlinkKeyScope = scope,
            Quarantine = Duration.FromSeconds(1),
            FixedLinkLocalAddress = seed > 2 ? default : c.FixedLinkLocalAddress,
        });
        MobileAccessGateway mag = bench.Mag;
        Prng random = new((ulong)seed);
        Outbox outbox = new();
        byte[] room = new byte[MobilityHeader.LengthMax];
        byte[] update = [];
        SignallingPath path = default;
        Instant now = bench.Now;
        for (int i = 0; i < Messages; i++)
        {
            now = now.Plus(Duration.FromMilliseconds(random.Below(100) == 0 ? random.Below(500_000) : random.Below(300)));
            WallClock wall = WallClock.FromUnixMicroseconds(1_790_000_000_000_000 + now.Microseconds, true);
            Act(mag, random, now, wall, outbox);
            Remember(outbox, random, ref update, ref path);
            while (mag.Expire(now, wall, outbox))
            {
                Remember(outbox, random, ref update, ref path);
            }

            if (update.Length == 0)
            {
                continue;
            }

            int length = Write(random, update, room);
            if (random.Below(6) == 0)
            {
                room[random.Below(length)] = (byte)random.Below(256);
            }

            SignallingPath from = random.Below(20) == 0 ? Other(path) : path;
            mag.Receive(from, room.AsSpan(0, random.Below(50) == 0 ? random.Below(length) : length), now, wall, outbox);
            int refused = Remember(outbox, random, ref update, ref path);
            if (refused >= 0)
            {
                mag.SessionRefused(refused, now, wall, outbox);
                Remember(outbox, random, ref update, ref path);
            }

            if (i % 64 == 0)
            {
                mag.Verify();
            }
        }

        mag.Verify();
        Assert.True(mag.Counters[MagCounter.ConnectionsUp] > 500);
        Assert.True(mag.Counters[MagCounter.RefreshesAccepted] > 50);
        Assert.True(mag.Counters[MagCounter.DeregistrationsAccepted] > 50);
    }

    private static void Act(MobileAccessGateway mag, Prng random, Instant now, WallClock wall, Outbox outbox)
    {
        if (random.Below(4) == 0)
        {
            mag.Detach(random.Below(12), ConnectionEnd.NodeLeft, now, wall, outbox);
            return;
        }

        PdnType type = (PdnType)(1 + random.Below(3));
        AttachRequest request = MagBench.Request(
            $"mn{random.Below(16)}", type, random.Below(2), random.Below(2), (byte)random.Below(2), accessNode: random.Below(16));
        mag.Attach(request, now, wall, outbox, out _);
    }

    // Keeps an update to be answered; gives the session that the data path shall refuse, or -1.
    private static int Remember(Outbox outbox, Prng random, ref byte[] update, ref SignallingPath path)
    {
        int refused = -1;
        foreach (Effect effect in outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit && outbox.BytesOf(effect)[2] == (byte)MobilityHeaderType.BindingUpdate)
            {
                MagBench.Read(outbox.BytesOf(effect).ToArray());
                update = outbox.BytesOf(effect).ToArray();
                path = outbox.PathOf(effect);
            }
            else if (effect.Kind == EffectKind.InstallSession && random.Below(20) == 0)
            {
                refused = outbox.SessionOf(effect).Index;
                break;
            }
        }

        outbox.Clear();
        return refused;
    }

    private static SignallingPath Other(in SignallingPath path) =>
        path with { Remote = IpAddress.Parse("2001:db8:f::2"), OuterRemote = IpAddress.Parse("2001:db8:f::2") };

    private static int Write(Prng random, byte[] update, byte[] room)
    {
        ProxyBindingUpdate request = MagBench.Read(update);
        ProxyBindingAcknowledgement answer = default;
        BindingStatus refusal = random.Below(8) == 0 ? (BindingStatus)random.Below(256) : s_statuses[random.Below(s_statuses.Length)];
        answer.Status = random.Below(3) != 0 ? BindingStatus.Accepted : refusal;
        answer.Flags = BindingAcknowledgementFlags.Proxy;
        answer.Flags ^= random.Below(30) == 0 ? (BindingAcknowledgementFlags)random.Below(256) : 0;
        answer.Sequence = random.Below(20) == 0 ? (ushort)random.Below(65536) : request.Sequence;
        answer.LifetimeUnits = random.Below(8) switch { 0 => (ushort)random.Below(3), 1 => ushort.MaxValue, _ => request.LifetimeUnits };
        answer.HasIdentifier = random.Below(50) != 0;
        answer.IdentifierSubtype = request.IdentifierSubtype;
        answer.Identifier = random.Below(30) == 0 ? Encoding.UTF8.GetBytes($"mn{random.Below(16)}") : request.Identifier;
        answer.HasHandoffIndicator = random.Below(20) != 0;
        answer.HandoffIndicator = random.Below(30) == 0 ? (HandoffIndicator)random.Below(8) : request.HandoffIndicator;
        answer.HasAccessTechnologyType = random.Below(20) != 0;
        answer.AccessTechnologyType = random.Below(30) == 0 ? AccessTechnologyType.Eutran : request.AccessTechnologyType;
        answer.HasLinkLayerIdentifier = random.Below(20) == 0 || request.HasLinkLayerIdentifier;
        answer.LinkLayerIdentifier = random.Below(30) == 0 ? new byte[random.Below(250)] : request.LinkLayerIdentifier;
        answer.HasTimestamp = request.HasTimestamp;
        answer.Timestamp = random.Below(30) == 0 ? ulong.MaxValue : request.Timestamp;
        answer.HasLinkLocalAddress = random.Below(4) == 0;
        answer.LinkLocalAddress = IpAddress.Parse("fe80::5");
        for (int i = random.Below(6) switch { 0 => 0, 1 => random.Below(5), _ => 1 }; i > 0; i--)
        {
            answer.HomeNetworkPrefixes.TryAdd(s_prefixes[random.Below(s_prefixes.Length)]);
        }

        answer.HasIpv4HomeAddressReply = random.Below(4) != 0;
        answer.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(
            random.Below(8) == 0 ? (Ipv4HomeAddressStatus)random.Below(256) : Ipv4HomeAddressStatus.Success,
            (byte)random.Below(33),
            s_addresses[random.Below(s_addresses.Length)]);
        answer.HasIpv4DefaultRouter = random.Below(8) != 0;
        answer.Ipv4DefaultRouter = s_addresses[random.Below(s_addresses.Length)];
        answer.HasGreKeyOption = random.Below(16) != 0;
        answer.HasGreKey = answer.HasGreKeyOption && random.Below(16) != 0;
        answer.GreKey = new GreKey((uint)random.Below(8));
        answer.HasDhcpSupportMode = random.Below(2) == 0;
        Assert.Equal(WireStatus.Ok, answer.Emit(room, out int written));
        return written;
    }
}
