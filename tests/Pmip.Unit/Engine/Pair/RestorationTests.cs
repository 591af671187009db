using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Restoration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Models.Pair;
using Xunit;

namespace Pmip.Unit.Engine.Pair;

/// <summary>Nodes that lose their process and not their memory, again and again, in the middle of refreshes and heartbeats.</summary>
public sealed class RestorationTests
{
    private const int Nodes = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nodes_RestartedWithTheirMemory_ForADay_NobodyRegistersAnew(int seed)
    {
        Prng random = new((ulong)seed);
        Domain domain = Make();
        for (int node = 0; node < Nodes; node++)
        {
            domain.Attach(node % 2, $"mn{node}@example.com");
        }

        domain.Drive();
        Assert.Equal(Nodes, domain.Lma.Count);
        GreKey key = domain.MagPaths[1].Single().SendKey;
        long created = domain.Lma.Counters[LmaCounter.BindingCreated];
        for (Instant end = domain.Now.Plus(Duration.FromSeconds(86_400)); domain.Now < end;)
        {
            domain.DriveSeconds(random.Below(900) / (random.Below(4) == 0 ? 900 : 1));
            RestartOne(domain, random.Below(3));
            Assert.Equal(Nodes, domain.Lma.Count);
        }

        domain.DriveSeconds(3600);
        domain.Verify();
        Assert.Equal(Nodes, created);
        Assert.Equal(0, domain.Lma.Counters[LmaCounter.BindingCreated]);
        Assert.Equal(0, domain.Lma.Supervision.Counters[SupervisionCounter.PeersRestarted]);
        for (int mag = 0; mag < 2; mag++)
        {
            Assert.Empty(domain.Downs[mag]);
            Assert.Equal(0, domain.Mags[mag].Supervision.Counters[SupervisionCounter.PeersRestarted]);
            Assert.True(domain.Mags[mag].Counters[MagCounter.RefreshesAccepted] > 0);
        }

        Assert.Equal(key, domain.MagPaths[1].Single().SendKey);
    }

    private static void RestartOne(Domain domain, int which)
    {
        byte[] room = new byte[1024];
        if (which < 2)
        {
            MobileAccessGateway old = domain.Mags[which];
            MobileAccessGateway mag = Make().Mags[which];
            for (int slot = 0; slot < old.Capacity; slot++)
            {
                if (old.TryKeep(slot, out KeptConnection kept))
                {
                    Assert.True(KeptConnection.TryRead(room.AsSpan(0, kept.Write(room)), out KeptConnection read));
                    Assert.Equal(RestoreStatus.Restored, mag.TryRestore(slot, read, domain.Now));
                }
            }

            mag.EndRestoration();
            Assert.Equal(old.Count, mag.Count);
            domain.Mags[which] = mag;
            return;
        }

        LocalMobilityAnchor lma = Make().Lma;
        for (int slot = 0; slot < domain.Lma.Capacity; slot++)
        {
            if (domain.Lma.TryKeep(slot, out KeptBinding kept))
            {
                Assert.True(KeptBinding.TryRead(room.AsSpan(0, kept.Write(room)), out KeptBinding read));
                Assert.Equal(RestoreStatus.Restored, lma.TryRestore(slot, read, domain.Now));
            }
        }

        lma.EndRestoration();
        domain.Lmas[0] = lma;
    }

    private static Domain Make()
    {
        SupervisionConfiguration watch = new() { HeartbeatInterval = Duration.FromSeconds(10), RestartCounter = 1 };
        return new Domain(new DomainOptions
        {
            Lma = c => c with { Supervision = watch, Ipv6 = IpAddress.Parse("2001:db8:f::1"), Ipv4 = IpAddress.Parse("192.0.2.1") },
            Mag = c => c with { Supervision = watch },
        });
    }
}
