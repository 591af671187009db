using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Xunit;

namespace Pmip.Unit.Engine.Sessions;

public sealed class ComponentIndexTests
{
    private static readonly IpAddress Node6 = IpAddress.Parse("2001:db8:f::11");
    private static readonly IpAddress Node4 = IpAddress.Parse("192.0.2.11");

    [Theory]
    [InlineData("2001:db8:f::11", 0x1122, "1120010db8000f000000000000000000111122")]
    [InlineData("192.0.2.11", 7, "01c000020b0007")]
    public void Identifier_Written_IsAsOnTheWireAndReadsBack(string node, int csid, string octets)
    {
        ConnectionSetIdentifier component = ConnectionSetIdentifier.Of(IpAddress.Parse(node), (ushort)csid);
        byte[] room = new byte[ConnectionSetIdentifier.EncodedLengthMax];

        int length = component.Write(room);

        Assert.Equal(octets, Convert.ToHexStringLower(room.AsSpan(0, length)));
        Assert.True(ConnectionSetIdentifier.TryReadOne(room.AsSpan(0, length), out ConnectionSetIdentifier read));
        Assert.Equal(component, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00c000020b")]
    [InlineData("02c000020b00070008")]
    [InlineData("01c00002")]
    [InlineData("f1c000020b0007")]
    public void Identifier_ThatIsNotExactlyOne_IsNotRead(string octets) =>
        Assert.False(ConnectionSetIdentifier.TryReadOne(Convert.FromHexString(octets), out _));

    [Fact]
    public void Component_OfManyBindings_TakesOnePlace()
    {
        ComponentIndex index = new(new EngineLimits { Bindings = 8, Peers = 1 }, new SipHash(1, 2));
        for (int slot = 0; slot < 8; slot++)
        {
            Assert.True(index.Set(slot, Octets(Node6, 1), Octets(Node4, 1)));
        }

        Assert.Equal(2, index.Count);
        Assert.Equal(index.Find(ConnectionSetIdentifier.Of(Node6, 1)), index.First(3));
        Assert.Equal(index.Find(ConnectionSetIdentifier.Of(Node4, 1)), index.Second(3));
    }

    [Fact]
    public void Component_WithoutAPlace_IsNotKeptAndSaysSo()
    {
        ComponentIndex index = new(new EngineLimits { Bindings = 64, Peers = 1 }, new SipHash(1, 2));
        for (int slot = 0; slot < 8; slot++)
        {
            Assert.True(index.Set(slot, Octets(Node6, (ushort)slot), default));
        }

        Assert.False(index.Set(8, Octets(Node6, 8), default));
        Assert.Equal(ComponentIndex.None, index.First(8));
        index.Clear(0);
        Assert.True(index.Set(8, Octets(Node6, 8), default));
        index.Verify();
    }

    [Fact]
    public void Index_AnySequenceOfChanges_AgreesWithAModel() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            Prng prng = new(seed);
            ComponentIndex index = new(new EngineLimits { Bindings = 16, Peers = 1 }, new SipHash(1, 2));
            Dictionary<int, (ushort First, ushort Second)> model = [];
            for (int step = 0; step < 100; step++)
            {
                int slot = prng.Below(16);
                if (prng.Below(3) == 0)
                {
                    index.Clear(slot);
                    model.Remove(slot);
                }
                else
                {
                    (ushort First, ushort Second) pair = ((ushort)prng.Below(3), (ushort)prng.Below(3));
                    Assert.True(index.Set(slot, Octets(Node6, pair.First), Octets(Node4, pair.Second)));
                    model[slot] = pair;
                }

                index.Verify();
                for (int at = 0; at < 16; at++)
                {
                    bool isThere = model.TryGetValue(at, out (ushort First, ushort Second) wanted);
                    Assert.Equal(isThere, index.First(at) != ComponentIndex.None);
                    Assert.True(!isThere || index[index.First(at)] == ConnectionSetIdentifier.Of(Node6, wanted.First));
                    Assert.True(!isThere || index[index.Second(at)] == ConnectionSetIdentifier.Of(Node4, wanted.Second));
                }
            }
        }));

    private static byte[] Octets(IpAddress node, ushort csid)
    {
        byte[] room = new byte[ConnectionSetIdentifier.EncodedLengthMax];
        return room[..ConnectionSetIdentifier.Of(node, csid).Write(room)];
    }
}
