using System;
using System.Linq;
using Pmip.Access;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Access;

/// <summary>Another configuration of the access side: nodes keep what their profile still has.</summary>
public sealed class AccessReconfigurationTests
{
    private static readonly MacAddress Second = new(0x0200_0000_0002);
    private readonly AccessBench _bench = new(static c => c with { ProfileContents = [[11], [21, 22]] });

    [Fact]
    public void Configuration_TheSame_ChangesNothing()
    {
        int node = Served();

        Assert.Equal(0, _bench.Reconfigure(static c => c with { }));
        _bench.Review();

        Assert.Empty(_bench.Effects);
        Assert.True(_bench.Links.TryRead(node, out AccessNodeView view));
        Assert.Equal(3, view.ConnectionsUp);
        Assert.Equal(1, _bench.Links.Counters[AccessCounter.Reconfigurations]);
    }

    [Fact]
    public void Configuration_WithAnotherTableOfNodes_OrMoreLinksThanPlaces_IsRefused()
    {
        Assert.Equal(AccessReconfiguration.FixedForLife, _bench.Links.Prepare(_bench.Configuration with { NodesMax = 9 }, out _));
        AccessLinkConfiguration[] many = [.. Enumerable.Repeat(new AccessLinkConfiguration(), AccessLinks.LinksMax + 1)];
        Assert.Equal(AccessReconfiguration.FixedForLife, _bench.Links.Prepare(_bench.Configuration with { Links = many }, out _));
    }

    [Fact]
    public void Configuration_PreparedBeforeAnother_IsRefused()
    {
        Assert.Equal(AccessReconfiguration.Ready, _bench.Links.Prepare(_bench.Configuration with { }, out PreparedAccessConfiguration? late));
        _bench.Reconfigure(static c => c with { });

        Assert.Equal(AccessReconfiguration.Superseded, _bench.Links.Reconfigure(late!));
    }

    [Fact]
    public void Profile_LosesAConnection_ThatOneIsReleasedAndTheOtherStays()
    {
        int node = Served();

        Assert.Equal(1, _bench.Reconfigure(static c => c with { ProfileContents = [[11], [0, 22]] }));
        _bench.Review();

        AccessEffect released = Assert.Single(_bench.Effects, static e => e.Kind == AccessEffectKind.ConnectionsReleased);
        Assert.Equal((1, LeaveReason.Reconfigured), (released.Connections, released.Reason));
        _bench.Down(node, 0);
        Assert.True(_bench.Links.TryRead(node, out AccessNodeView view));
        Assert.Equal((AccessNodeState.Served, 2, 0), (view.State, view.ConnectionsUp, view.ConnectionsPending));
        Assert.Equal(1, _bench.Links.Counters[AccessCounter.Withdrawals]);
    }

    [Fact]
    public void Profile_GainsAConnection_ItIsAskedForWhileTheNodeIsPresent()
    {
        int node = Served();

        Assert.Equal(0, _bench.Reconfigure(static c => c with { ProfileContents = [[11], [21, 22, 23]] }));
        _bench.Review();

        AccessEffect arrived = Assert.Single(_bench.Effects, static e => e.Kind == AccessEffectKind.NodeArrived);
        Assert.Equal(4, arrived.Connections);
        _bench.Up(node, 2, AccessBench.Grant);
        Assert.True(_bench.Links.TryRead(node, out AccessNodeView view));
        Assert.Equal(7, view.ConnectionsUp);
    }

    [Fact]
    public void Profile_OfAnotherIdentity_TheNodeLeavesAndComesBack()
    {
        int node = Served();

        Assert.Equal(1, _bench.Reconfigure(static c => c with { ProfileContents = [[11], [31, 32]] }));
        _bench.Review();
        AccessEffect left = Assert.Single(_bench.Effects, static e => e.Kind == AccessEffectKind.NodeLeft);
        Assert.Equal((3, LeaveReason.Reconfigured), (left.Connections, left.Reason));
        _bench.Down(node, 0);
        _bench.Down(node, 1);

        Assert.Equal(3, _bench.Effects.Last(static e => e.Kind == AccessEffectKind.NodeArrived).Connections);
    }

    [Fact]
    public void Profile_Removed_TheNodeLeavesAndIsAStranger()
    {
        int node = Served();

        _bench.Reconfigure(static c => c with { Profiles = [c.Profiles[0]] });
        _bench.Review();
        _bench.Attach(Second);
        _bench.Down(node, 0);
        _bench.Down(node, 1);

        Assert.False(_bench.Links.TryRead(node, out _));
        Assert.Equal(OperatorAttachStatus.NoProfile, _bench.Attach(Second));
    }

    [Fact]
    public void Profile_WithAnotherNumber_IsTheSameProfile()
    {
        int node = Served();

        Assert.Equal(0, _bench.Reconfigure(static c => c with
        {
            Profiles = [new(Second, 0), new(AccessBench.Device, 1)],
            ProfileContents = [[21, 22], [11]],
        }));
        _bench.Review();

        Assert.Empty(_bench.Effects);
        Assert.True(_bench.Links.TryRead(node, out AccessNodeView view));
        Assert.Equal(0, view.Profile);
    }

    [Fact]
    public void Profile_AnotherConnectionUnderTheSameNumber_ComesWhenTheOldOneHasGone()
    {
        int node = Served();

        _bench.Reconfigure(static c => c with { ProfileContents = [[11], [29, 22]] });
        _bench.Review();
        Assert.DoesNotContain(_bench.Effects, static e => e.Kind == AccessEffectKind.NodeArrived);
        _bench.Down(node, 0);
        _bench.Pass(Duration.FromSeconds(5));

        Assert.Equal(1, Assert.Single(_bench.Effects, static e => e.Kind == AccessEffectKind.NodeArrived).Connections);
    }

    [Fact]
    public void Link_TakenOut_ItsNodesLeaveAndItsFramesAreCounted()
    {
        int node = Served();

        Assert.Equal(1, _bench.Reconfigure(static c => c with { Links = [c.Links[0] with { IsUsed = false }, c.Links[1]] }));
        _bench.Review();

        Assert.Contains(_bench.Effects, static e => e is { Kind: AccessEffectKind.NodeLeft, Reason: LeaveReason.Reconfigured });
        _bench.Receive(new byte[64]);
        Assert.Equal(1, _bench.Links.Counters[AccessCounter.UnusedLink]);
        _bench.Down(node, 0);
        _bench.Down(node, 1);
        Assert.Equal(0, _bench.Links.Count);
    }

    [Fact]
    public void Link_NumberGivenToAnother_OnlyWhenNoNodeIsLeft()
    {
        AccessLinkConfiguration other = new() { CircuitIdentifier = "eth9"u8.ToArray() };
        int node = Served();

        AccessConfiguration next = _bench.Configuration with { Links = [other] };
        Assert.Equal(AccessReconfiguration.Ready, _bench.Links.Prepare(next, out PreparedAccessConfiguration? prepared));
        Assert.Equal(AccessReconfiguration.LinkNotEmpty, _bench.Links.Reconfigure(prepared!));
        _bench.Reconfigure(static c => c with { Links = [c.Links[0] with { IsUsed = false }, c.Links[1]] });
        _bench.Review();
        _bench.Down(node, 0);
        _bench.Down(node, 1);
        _bench.Reconfigure(c => c with { Links = [other, c.Links[1], new()] });

        Assert.Equal(OperatorAttachStatus.Started, _bench.Attach(Second));
        Assert.Equal(OperatorAttachStatus.Started, _bench.Attach(AccessBench.Device, link: 2));
    }

    [Fact]
    public void NameServers_Changed_AreAdvertisedToServedNodes()
    {
        Served();

        _bench.Reconfigure(static c => c with { Dns = [IpAddress.Parse("2001:db8::54")] });
        _bench.Review();

        byte[] server = new byte[16];
        IpAddress.Parse("2001:db8::54").Write(server);
        Assert.Contains(_bench.Frames, frame => frame.AsSpan().IndexOf(server) > 0);
    }

    [Fact]
    public void Reconfiguration_BetweenAnyEvents_KeepsTheTablesWhole()
    {
        Func<AccessConfiguration, AccessConfiguration>[] changes =
        [
            static c => c with { ProfileContents = [[11], [21, 22]] },
            static c => c with { ProfileContents = [[11, 12], [0, 22]] },
            static c => c with { ProfileContents = [[12], [21, 0, 23]], Dns = [] },
            static c => c with { Profiles = [new(AccessBench.Device, 1)], ProfileContents = [[11], [21]] },
            static c => c with { Profiles = [new(AccessBench.Device, 0), new(Second, 1)], ProfileContents = [[11], [21, 22]] },
            static c => c with { Links = [c.Links[0], c.Links[1] with { IsUsed = false }] },
            static c => c with { Links = [c.Links[0], c.Links[1] with { IsUsed = true }] },
            static c => c with { DefaultProfile = 0 },
            static c => c with { DefaultProfile = -1 },
        ];
        Pmip.Foundation.Randomness.Prng prng = new(2026);
        MacAddress[] nodes = [AccessBench.Device, Second, AccessBench.Stranger];
        for (int step = 0; step < 20_000; step++)
        {
            int node = prng.Below(8);
            int connection = prng.Below(3);
            switch (prng.Below(9))
            {
                case 0:
                    _bench.Reconfigure(changes[prng.Below(changes.Length)]);
                    break;
                case < 3:
                    _bench.Attach(nodes[prng.Below(3)], prng.Below(2));
                    break;
                case < 5:
                    _bench.Up(node, connection, AccessBench.Grant);
                    break;
                case 5:
                    _bench.Down(node, connection);
                    break;
                case 6:
                    _bench.Refused(node, connection);
                    break;
                case 7:
                    _bench.Detach(node);
                    break;
                default:
                    _bench.Pass(Duration.FromMilliseconds(1 << prng.Below(15)));
                    break;
            }

            _bench.Links.Verify();
        }

        Assert.True(_bench.Links.Counters[AccessCounter.Withdrawals] > 10);
    }

    // The second device with both its connections.
    private int Served()
    {
        Assert.Equal(OperatorAttachStatus.Started, _bench.Attach(Second));
        int node = _bench.Links.FindNode(Second, 0);
        _bench.Up(node, 0, AccessBench.GrantOf(AccessBench.Prefix, null));
        _bench.Up(node, 1, AccessBench.GrantOf(null, AccessBench.Home4));
        _bench.Effects.Clear();
        return node;
    }
}
