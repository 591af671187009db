using System;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

public sealed class HostileFrameTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frames_RandomAndMutated_NeverBreakTheTables(int seed)
    {
        AccessBench bench = new(configuration => configuration with { DefaultProfile = 1, AttachesPerSecond = 10_000 });
        Prng random = new((ulong)seed);
        byte[][] corpus = Corpus();
        for (int step = 0; step < 20_000; step++)
        {
            byte[] frame = (byte[])corpus[random.Below(corpus.Length)].Clone();
            frame[11] = (byte)random.Below(12); // Twelve devices for eight slots.
            for (int changes = random.Below(4); changes > 0; changes--)
            {
                frame[12 + random.Below(frame.Length - 12)] = (byte)random.Below(256);
            }

            bench.Receive(random.Below(8) == 0 ? frame[..random.Below(frame.Length)] : frame, random.Below(2));
            int node = random.Below(9);
            switch (random.Below(12))
            {
                case 0 or 1 or 2:
                    bench.Up(node, random.Below(2), random.Below(2) == 0 ? AccessBench.Grant : Odd(random));
                    break;
                case 3:
                    bench.Down(node, random.Below(2));
                    break;
                case 4:
                    bench.Refused(node, random.Below(2));
                    break;
                case 5 when random.Below(20) == 0:
                    bench.Detach(node);
                    break;
                case 6 when random.Below(50) == 0:
                    bench.LinkDown(random.Below(2));
                    break;
                case 7:
                    bench.Pass(Duration.FromMilliseconds(random.Below(3000)));
                    break;
            }

            bench.Forget();
        }

        Assert.True(bench.Links.Counters[AccessCounter.Arrivals] > 100);
        Assert.True(bench.Links.Counters[AccessCounter.Departures] > 10);
    }

    [Fact]
    public void Frames_HundredThousand_AllocateNothing()
    {
        AccessBench bench = new();
        bench.Serve();
        byte[][] corpus = Corpus();
        Instant now = Run(bench, corpus, bench.Now, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(bench, corpus, now, 100_000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(bench.Links.Counters[AccessCounter.FramesSent] > 1000);
    }

    [Fact]
    public void Memory_ForTheTables_IsStatedBeforehand() =>
        Assert.InRange(AccessLinks.BytesFor(1024, 2), 1024 * 1024, 4 * 1024 * 1024);

    // What an LMA may send that is no use to anybody.
    private static ConnectionGrant Odd(Prng random)
    {
        IpAddress?[] addresses = [null, AccessBench.Home4, IpAddress.Parse("255.255.255.255"), IpAddress.Parse("10.46.0.7")];
        ConnectionGrant grant = AccessBench.GrantOf(random.Below(3) == 0 ? null : AccessBench.Prefix, addresses[random.Below(4)]);
        grant.HomeAddress4PrefixLength = (byte)random.Below(33);
        grant.DefaultRouter4 = random.Below(3) switch { 0 => IpAddress.Unspecified, 1 => IpAddress.FromIPv4(0), _ => grant.DefaultRouter4 };
        grant.Lifetime = Duration.FromSeconds(random.Below(3) * 131_070L);
        grant.TunnelMtu = random.Below(2) * 65_535;
        for (int i = random.Below(4); i > 0; i--)
        {
            grant.Prefixes.TryAdd(new IpPrefix(new IpAddress(0x2001_0DB8_0000_0000 + (ulong)random.Below(3), 7), (byte)random.Below(129)));
        }

        return grant;
    }

    private static Instant Run(AccessBench bench, byte[][] corpus, Instant now, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            now = now.Plus(Duration.FromMilliseconds(5));
            bench.Links.Receive(0, corpus[i % corpus.Length], now, bench.Outbox);
            bench.Outbox.Clear();
            while (bench.Links.Expire(now, bench.Outbox))
            {
                bench.Outbox.Clear();
            }
        }

        return now;
    }

    private static byte[][] Corpus() =>
    [
        AccessBench.RouterSolicitation(AccessBench.Device),
        AccessBench.NeighborSolicitation(AccessBench.Device, AccessBench.DeviceLinkLocal, AccessBench.Router),
        AccessBench.NeighborSolicitation(AccessBench.Device, IpAddress.Unspecified, AccessBench.DeviceLinkLocal),
        AccessBench.NeighborAdvertisement(AccessBench.Device, AccessBench.DeviceLinkLocal),
        AccessBench.Arp(AccessBench.Device, AccessBench.Home4, AccessBench.Router4),
        AccessBench.Arp(AccessBench.Device, IpAddress.FromIPv4(0), AccessBench.Home4),
        AccessBench.Traffic4(AccessBench.Device, AccessBench.Home4),
        AccessBench.Traffic6(AccessBench.Device, IpAddress.Parse("2001:db8:100:1::5")),
        new DhcpRequest().ToFrame(),
        new DhcpRequest { Type = DhcpV4MessageType.Request, ClientAddress = AccessBench.Home4 }.ToFrame(),
        new DhcpRequest { Type = DhcpV4MessageType.Request, Requested = IpAddress.Parse("192.168.1.1") }.ToFrame(),
        new DhcpRequest { Type = DhcpV4MessageType.Inform, ClientAddress = AccessBench.Home4 }.ToFrame(),
        new DhcpRequest { Type = DhcpV4MessageType.Inform, ClientAddress = IpAddress.Parse("10.46.0.7") }.ToFrame(),
        new DhcpRequest { Type = DhcpV4MessageType.Request, ClientAddress = IpAddress.Parse("10.46.0.7") }.ToFrame(),
    ];
}
