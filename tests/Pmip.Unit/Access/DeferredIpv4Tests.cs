using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Access;

/// <summary>An IPv4 address that comes when the node asks (TS 23.402 4.7.1), and name servers that the LMA names.</summary>
public sealed class DeferredIpv4Tests
{
    [Fact]
    public void Discover_AddressPutOff_AskedForOnceAndAnsweredWhenItCame()
    {
        AccessBench bench = new();
        int node = bench.Serve(AccessBench.GrantOf(AccessBench.Prefix, null) with { IsIpv4Deferred = true });

        bench.Receive(new DhcpRequest().ToFrame());
        Assert.Equal(1, bench.Only(AccessEffectKind.Ipv4Wanted).Connections);
        bench.Receive(new DhcpRequest().ToFrame());
        Assert.Single(bench.Effects, static effect => effect.Kind == AccessEffectKind.Ipv4Wanted);
        Assert.Empty(bench.Frames);
        bench.Up(node, 0, AccessBench.Grant);

        DhcpV4Message offer = DhcpRequest.Read(bench.Frames[^1], out _, out _);
        Assert.Equal(DhcpV4MessageType.Offer, offer.Type);
        Assert.Equal(AccessBench.Home4, offer.YourAddress);
    }

    [Fact]
    public void Discover_AddressPutOffAndRefused_GetsNoAnswer()
    {
        AccessBench bench = new();
        int node = bench.Serve(AccessBench.GrantOf(AccessBench.Prefix, null) with { IsIpv4Deferred = true });
        bench.Receive(new DhcpRequest().ToFrame());
        bench.Forget();

        bench.Up(node, 0, AccessBench.GrantOf(AccessBench.Prefix, null));

        Assert.Equal(0, bench.Links.Counters[AccessCounter.DhcpOffers]);
        Assert.Equal(1, bench.Links.Counters[AccessCounter.DhcpUnanswered]);
        bench.Receive(new DhcpRequest().ToFrame());
        Assert.False(bench.Has(AccessEffectKind.Ipv4Wanted));
    }

    [Fact]
    public void NameServers_OfTheGrant_ReplaceTheConfiguredOnes()
    {
        AccessBench bench = new();
        ConnectionGrant grant = AccessBench.Grant;
        grant.NameServers.TryAdd(IpAddress.Parse("192.0.2.53"));
        grant.NameServers.TryAdd(IpAddress.Parse("2001:db8:5::53"));
        bench.Serve(grant);

        bench.Receive(new DhcpRequest().ToFrame());

        DhcpV4Message offer = DhcpRequest.Read(Assert.Single(bench.Frames), out _, out _);
        Assert.True(offer.TryFindOption(DhcpV4OptionCode.DomainNameServer, out System.ReadOnlySpan<byte> servers));
        Assert.Equal("C0000235", System.Convert.ToHexString(servers));
    }
}
