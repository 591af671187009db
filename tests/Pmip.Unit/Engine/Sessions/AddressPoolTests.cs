using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Engine.Sessions;

public sealed class AddressPoolTests
{
    [Fact]
    public void Ipv4Pool_Taken_SkipsFirstLastAndReserved()
    {
        AddressPool pool = Make("10.45.0.0/29");
        pool.Reserve(IpAddress.Parse("10.45.0.1"));

        Assert.Equal(["10.45.0.2", "10.45.0.3", "10.45.0.4", "10.45.0.5", "10.45.0.6"], Drain(pool));
    }

    [Fact]
    public void Ipv6Pool_Taken_GivesPrefixesOf64Bits()
    {
        AddressPool pool = Make("2001:db8:100::/62");

        Assert.Equal(["2001:db8:100::", "2001:db8:100:1::", "2001:db8:100:2::", "2001:db8:100:3::"], Drain(pool));
    }

    [Fact]
    public void Pool_LargerThanTheTable_GivesOutItsBeginningOnly()
    {
        AddressPool pool = Make("2001:db8::/32");

        Assert.Equal(10 + 5 + 1024, pool.Capacity);
        Assert.False(pool.IsAvailable(IpAddress.Parse("2001:db8:ffff::"), default));
        Assert.Equal(((10 + 5 + 1024) * 20) + HashIndex.BytesFor(10 + 5 + 1024, dense: true), IpPrefixBytes("2001:db8::/32"));
    }

    [Fact]
    public void Addresses_Released_OneAfterTheOther_CountedWhileTheyRest()
    {
        AddressPool pool = Make("10.45.0.0/29");
        Assert.Equal(2, pool.ReservedCount);
        Assert.True(pool.TryTake(default, out IpAddress first));
        Assert.True(pool.TryTake(default, out IpAddress second));
        pool.Release(first, new Instant(500_000));
        pool.Release(second, new Instant(10_500_000));

        Assert.Equal(2, pool.RestingCount(new Instant(60_400_000)));
        Assert.Equal(1, pool.RestingCount(new Instant(61_500_000)));
        Assert.Equal(0, pool.RestingCount(new Instant(71_500_000)));
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Address_Released_RestsForTheQuarantine()
    {
        AddressPool pool = Make("10.45.0.0/30");
        Assert.True(pool.TryTake(default, out IpAddress first));
        Assert.True(pool.TryTake(default, out _));

        pool.Release(first, new Instant(500_000));

        Assert.False(pool.TryTake(new Instant(60_400_000), out _));
        Assert.False(pool.IsAvailable(first, new Instant(60_400_000)));
        Assert.True(pool.TryTake(new Instant(61_500_000), out IpAddress again));
        Assert.Equal(first, again);
    }

    [Fact]
    public void Address_AskedByName_IsTakenOnce()
    {
        AddressPool pool = Make("10.45.0.0/24");
        IpAddress wanted = IpAddress.Parse("10.45.0.77");

        Assert.True(pool.IsAvailable(wanted, default));
        pool.TakeExactly(wanted);

        Assert.False(pool.IsAvailable(wanted, default));
        Assert.False(pool.IsAvailable(IpAddress.Parse("10.46.0.77"), default));
        Assert.False(pool.IsAvailable(IpAddress.Parse("10.45.0.0"), default));
        pool.Verify();
    }

    [Fact]
    public void Pool_AnySequenceOfTakingAndReleasing_NeverGivesAnAddressTwice() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), steps =>
        {
            AddressPool pool = Make("10.45.0.0/27");
            List<IpAddress> taken = [];
            long now = 0;
            foreach (byte step in steps)
            {
                now += step * 1_000_000L;
                IpAddress named = IpAddress.FromIPv4(0x0A2D_0000u | step);
                if (step % 3 == 0 && pool.TryTake(new Instant(now), out IpAddress address))
                {
                    Assert.DoesNotContain(address, taken);
                    taken.Add(address);
                }
                else if (step % 3 == 1 && pool.IsAvailable(named, new Instant(now)))
                {
                    Assert.DoesNotContain(named, taken);
                    pool.TakeExactly(named);
                    taken.Add(named);
                }
                else if (taken.Count > 0)
                {
                    pool.Release(taken[step % taken.Count], new Instant(now));
                    taken.RemoveAt(step % taken.Count);
                }

                pool.Verify();
            }
        }));

    private static long IpPrefixBytes(string range) => AddressPool.BytesFor(IpPrefix.Parse(range), 10);

    private static AddressPool Make(string range) => new(IpPrefix.Parse(range), 10, Duration.FromSeconds(60));

    private static List<string> Drain(AddressPool pool)
    {
        List<string> all = [];
        while (pool.TryTake(default, out IpAddress address))
        {
            all.Add(address.ToString());
        }

        pool.Verify();
        return all;
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Pool_OwnerComesBack_GetsItsAddressWithinTheQuarantineAndNobodyElseDoes()
    {
        AddressPool pool = new(IpPrefix.Parse("10.0.0.0/29"), 8, Duration.FromSeconds(60));
        Assert.True(pool.TryTake(default, 1, out IpAddress first));
        Assert.True(pool.TryTake(default, 2, out IpAddress second));
        pool.Release(second, default, 2);
        pool.Release(first, default, 1);

        Assert.False(pool.IsAvailable(first, default, 2));
        Assert.True(pool.IsAvailable(first, default, 1));
        Assert.True(pool.TryTake(default, 1, out IpAddress again));
        Assert.Equal(first, again);
        Assert.True(pool.TryTake(default, 3, out IpAddress third));
        Assert.NotEqual(second, third);
        pool.Verify();
    }

    [Fact]
    public void Pool_OwnersAddressWentToAnother_OwnerGetsAnyOther()
    {
        AddressPool pool = new(IpPrefix.Parse("10.0.0.0/30"), 8, Duration.Zero);
        Assert.True(pool.TryTake(default, 1, out IpAddress address));
        pool.Release(address, default, 1);
        pool.TakeExactly(address);

        Assert.True(pool.CanTake(new Instant(2_000_000), 1));
        Assert.True(pool.TryTake(new Instant(2_000_000), 1, out IpAddress other));
        Assert.NotEqual(address, other);
        Assert.False(pool.CanTake(new Instant(2_000_000), 1));
        pool.Verify();
    }
}
