using System;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Unit.Engine.Lma;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Hostile;

/// <summary>
/// A trusted MAG that has gone mad: updates in which every field is drawn at random from the values that matter, some of them
/// with octets turned over afterwards. The anchor must answer or drop each, never break.
/// </summary>
public sealed class HostileUpdateTests
{
    private const int Messages = 70_000;
    private static readonly IpAddress s_lma6 = IpAddress.Parse(AnchorBench.Lma6);
    private static readonly IpAddress s_lma4 = IpAddress.Parse(AnchorBench.Lma4);
    private static readonly IpPrefix[] s_prefixes = Array.ConvertAll(
    [
        "::/0", "::/64", "::/128", "2001:db8:100::/64", "2001:db8:100:1::/64", "2001:db8:100:1::7/64", "2001:db8:100:2::/63", "2001:db8:100::/48",
        "2001:db8:200:1::/64", "2001:db8:1ff:1::/64", "2001:db8:100:ffff::/64", "ff02::1/128", "fe80::/64", "2001:db8:100:3::1/128",
    ], IpPrefix.Parse);

    private static readonly IpAddress[] s_addresses = Addresses(
        "0.0.0.0", "10.45.0.0", "10.45.0.1", "10.45.0.2", "10.45.0.3", "10.45.255.255", "10.46.0.2", "10.46.0.7", "255.255.255.255");

    private static readonly IpAddress[] s_careOf = Addresses(
        "::", "ff02::1", "fe80::1", "::1", AnchorBench.Mag1, AnchorBench.Mag2, AnchorBench.Mag1Ipv4, AnchorBench.Mag2Ipv4, "198.51.100.1", "2001:db8:e::9");

    private static readonly byte[][] s_identifiers = Texts(
        "", "mn1", "mn2", "mn3", "static@example.com", "barred@example.com", "v4only@example.com",
        new string('x', 72), new string('y', 73), new string('z', 253));

    private static readonly byte[][] s_services = Texts(
        "internet", "ims", "meters", "intranet", "\bINTERNET", "\binternet\u0006mnc001\u0006mcc001\u0004gprs", "\u001f");

    private static readonly IpAddress[] s_sources = Addresses(
        AnchorBench.Mag1, AnchorBench.Mag2, AnchorBench.Mag1Ipv4, AnchorBench.Mag2Ipv4, AnchorBench.Train, "2001:db8:e::6", "2001:db8:e::7",
        "2001:db8:e::8", "2001:db8:dead::1");

    [Theory]
    [InlineData(1, SpecificationMode.ThreeGpp)]
    [InlineData(2, SpecificationMode.ThreeGpp)]
    [InlineData(3, SpecificationMode.Ietf)]
    [InlineData(4, SpecificationMode.Ietf)]
    [Trait("Requirement", "R4")]
    [Trait("Requirement", "R17")]
    public void Updates_EveryFieldAtRandom_AnsweredOrDropped(int seed, SpecificationMode mode)
    {
        AnchorBench bench = new(c => c with
        {
            Mode = mode,
            Limits = new EngineLimits { Bindings = 12, Peers = 5 },
            Quarantine = Duration.FromSeconds(1),
            MinDelayBeforeBceDelete = Duration.FromSeconds(2),
        });
        Prng random = new((ulong)seed);
        Outbox outbox = new();
        byte[] room = new byte[MobilityHeader.LengthMax];
        Instant now = bench.Now;
        int answered = 0;
        for (int i = 0; i < Messages; i++)
        {
            now = now.Plus(Duration.FromMilliseconds(random.Below(200) == 0 ? random.Below(700_000) : random.Below(40)));
            WallClock wall = WallClock.FromUnixMicroseconds(1_700_000_000_000_000 + now.Microseconds, true);
            int length = Write(random, wall, room);
            if (random.Below(4) == 0)
            {
                for (int changes = 1 + random.Below(3); changes > 0; changes--)
                {
                    room[random.Below(length)] = (byte)random.Below(256);
                }
            }

            bench.Anchor.Receive(PathOf(random), room.AsSpan(0, random.Below(50) == 0 ? random.Below(length) : length), now, wall, outbox);
            answered += DrainAndRefuse(bench.Anchor, random, now, wall, outbox);
            while (bench.Anchor.Expire(now, wall, outbox))
            {
                outbox.Clear();
            }

            if (i % 64 == 0)
            {
                bench.Anchor.Verify();
            }
        }

        bench.Anchor.Verify();
        Assert.True(answered > Messages / 4);
        Assert.True(bench.Anchor.Counters[LmaCounter.BindingCreated] > 20);
        Assert.True(bench.Anchor.Counters[LmaCounter.BindingHandedOver] > 20);
        Assert.True(bench.Anchor.Counters[LmaCounter.BindingRefreshed] > 20);
    }

    // Every message that goes out must be one that a MAG can read; sometimes the data path takes no session.
    private static int DrainAndRefuse(LocalMobilityAnchor anchor, Prng random, Instant now, WallClock wall, Outbox outbox)
    {
        int sent = 0;
        int refused = -1;
        foreach (Effect effect in outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit)
            {
                sent++;
                Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(outbox.BytesOf(effect), out MobilityHeader header));
                Assert.True(header.Type == MobilityHeaderType.BindingError
                    || BindingRevocationIndication.TryRead(header, out _) == WireStatus.Ok
                    || BindingRevocationAcknowledgement.TryRead(header, out _) == WireStatus.Ok
                    || Heartbeat.TryRead(header, out _) == WireStatus.Ok
                    || ProxyBindingAcknowledgement.TryRead(header, out _) == WireStatus.Ok);
            }
            else if (effect.Kind == EffectKind.InstallSession && random.Below(40) == 0)
            {
                refused = outbox.SessionOf(effect).Index;
                break;
            }
        }

        outbox.Clear();
        if (refused >= 0)
        {
            anchor.SessionRefused(refused, now, wall, outbox);
            outbox.Clear();
        }

        return sent;
    }

    private static SignallingPath PathOf(Prng random)
    {
        IpAddress outer = Any(random, s_sources);
        IpAddress local = outer.IsIPv4 ? s_lma4 : s_lma6;
        SignallingForm form = outer.IsIPv4 ? (SignallingForm)(1 + random.Below(3)) : SignallingForm.Ipv6;
        IpAddress inner = outer.IsIPv4 && random.Below(10) == 0 ? Any(random, s_careOf) : outer;
        return new SignallingPath(form, local, inner, local, outer, (ushort)random.Below(65536));
    }

    private static int Write(Prng random, WallClock wall, byte[] room)
    {
        ProxyBindingUpdate update = default;
        update.Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;
        update.Flags ^= random.Below(20) == 0 ? (BindingUpdateFlags)random.Below(65536) : 0;
        update.Sequence = (ushort)random.Below(65536);
        update.LifetimeUnits = random.Below(8) switch { 0 or 1 => 0, 2 => ushort.MaxValue, _ => (ushort)random.Below(200) };
        update.HasIdentifier = random.Below(50) != 0;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        update.IdentifierSubtype = random.Below(10) == 0 ? (MobileNodeIdentifierSubtype)random.Below(256) : update.IdentifierSubtype;
        update.Identifier = random.Below(4) == 0 ? Any(random, s_identifiers) : s_identifiers[1 + random.Below(4)];
        update.HasServiceSelection = random.Below(8) != 0;
        update.ServiceSelection = random.Below(4) == 0 ? Any(random, s_services) : s_services[random.Below(3)];
        for (int i = random.Below(8) switch { 0 => 0, 1 => 2 + random.Below(3), _ => 1 }; i > 0; i--)
        {
            update.HomeNetworkPrefixes.TryAdd(random.Below(2) == 0 ? default : Any(random, s_prefixes));
        }

        update.Ipv4HomeAddressRequestCount = random.Below(2);
        update.Ipv4HomeAddressRequest = new Ipv4HomeAddress(Any(random, s_addresses), (byte)random.Below(33));
        update.HasHandoffIndicator = random.Below(40) != 0;
        update.HandoffIndicator = (HandoffIndicator)random.Below(7);
        update.HasAccessTechnologyType = random.Below(40) != 0;
        update.AccessTechnologyType = (AccessTechnologyType)(2 + random.Below(3));
        update.HasLinkLayerIdentifier = random.Below(2) == 0;
        update.LinkLayerIdentifier = new byte[random.Below(20) == 0 ? random.Below(250) : 6];
        update.HasLinkLocalAddress = random.Below(4) == 0;
        update.LinkLocalAddress = Any(random, s_careOf);
        update.HasAlternateCareOfAddress = random.Below(16) == 0;
        update.AlternateCareOfAddress = Any(random, s_careOf);
        update.HasTimestamp = random.Below(4) != 0;
        update.Timestamp = random.Below(30) switch { 0 => 0, 1 => ulong.MaxValue, 2 => wall.Timestamp + 30_000, _ => wall.Timestamp };
        update.HasGreKeyOption = random.Below(10) != 0;
        update.HasGreKey = update.HasGreKeyOption && random.Below(20) != 0;
        update.GreKey = new GreKey((uint)random.Below(4));
        update.HasPdnConnectionId = random.Below(4) == 0;
        update.PdnConnectionId = (byte)random.Below(3);
        if (random.Below(16) == 0)
        {
            update.AdditionalOptions = [36, 6, 0, 0, 0, 0, 0, 0, 200, 3, 1, 2, 3, 22, 18, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        }

        if (update.Emit(room, out int written) != WireStatus.Ok)
        {
            room.AsSpan(0, 16).Clear();
            return 16;
        }

        return written;
    }

    private static T Any<T>(Prng random, T[] values) => values[random.Below(values.Length)];

    private static IpAddress[] Addresses(params string[] texts) => Array.ConvertAll(texts, IpAddress.Parse);

    private static byte[][] Texts(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);
}
