using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>Uplink keys reserved for the TEIDs of default bearers (R19).</summary>
[Trait("Requirement", "R19")]
public sealed class ReservationTests
{
    private const string Node = "mn1@example.com";
    private static readonly GreKey s_key = new(0x1234_5678);
    private readonly AnchorBench _bench = new();

    [Fact]
    [Trait("Requirement", "R15")]
    public void Key_Reserved_GivenToItsConnectionAndToNoOther()
    {
        Assert.Equal(KeyReservationStatus.Reserved, Reserve(Node));

        Answer other = _bench.Send(new Registration { Identifier = "mn2@example.com", Key = 0xA2 });
        Answer otherService = _bench.Send(new Registration { AccessPoint = "ims", Key = 0xA3 });
        Answer otherConnection = _bench.Send(new Registration { PdnConnectionId = 5, Key = 0xA4 });
        Answer own = _bench.Send(new Registration());

        Assert.Equal(s_key, own.Key);
        Assert.Equal(s_key, own.Installed!.Value.ReceiveKey);
        Assert.NotEqual(s_key, other.Key);
        Assert.NotEqual(s_key, otherService.Key);
        Assert.NotEqual(s_key, otherConnection.Key);
        Assert.Equal(s_key, _bench.Send(new Registration { From = AnchorBench.Mag2, Sequence = 2, Handoff = HandoffIndicator.BetweenMags }).Key);
    }

    [Fact]
    public void Key_ReservedWithPdnConnectionId_GivenToThatConnection()
    {
        Reserve(Node, pdnConnectionId: 7);

        Assert.NotEqual(s_key, _bench.Send(new Registration()).Key);
        Assert.Equal(s_key, _bench.Send(new Registration { PdnConnectionId = 7, Key = 0xA7 }).Key);
    }

    [Fact]
    public void Key_ReservedByFullName_FoundByItsNetworkIdentifier() =>
        Assert.Equal(KeyReservationStatus.Reserved, Reserve(Node, "internet.mnc001.mcc001.gprs"));

    [Fact]
    [Trait("Requirement", "R17")]
    public void Connection_WithAReservedKey_Ends_KeyIsReservedAgainAndComesBackToItOnly()
    {
        Reserve(Node);
        _bench.Send(new Registration());

        _bench.Remove(_bench.SlotOf(Node));

        Assert.Equal(KeyReservationStatus.KeyInUse, Reserve("mn2@example.com"));
        Assert.Equal(s_key, _bench.Send(new Registration { Sequence = 2 }).Key);
    }

    [Fact]
    [Trait("Requirement", "R17")]
    public void Reservation_GivenUpAfterUse_KeyRestsBeforeAnotherConnectionMayHaveIt()
    {
        Reserve(Node);
        _bench.Send(new Registration());
        Assert.Equal(KeyReservationStatus.ReleasedWhileInUse, Release());
        Assert.Equal(KeyReservationStatus.NotReserved, Release());
        Assert.Equal(KeyReservationStatus.KeyInUse, Reserve("mn2@example.com"));

        _bench.Remove(_bench.SlotOf(Node));

        Assert.Equal(KeyReservationStatus.KeyResting, Reserve("mn2@example.com"));
        _bench.Wait(61);
        Assert.Equal(KeyReservationStatus.Reserved, Reserve("mn2@example.com"));
        Assert.Equal(s_key, _bench.Send(new Registration { Identifier = "mn2@example.com" }).Key);
    }

    [Fact]
    public void Reservation_GivenUpWhileInUse_TakenBack_IsThereAsBefore()
    {
        Reserve(Node);
        _bench.Send(new Registration());
        Release();

        Assert.Equal(KeyReservationStatus.Reserved, Reserve(Node));

        Assert.True(_bench.Anchor.TryReadReservation(0, out KeyReservationView view));
        Assert.True(view.IsInUse);
    }

    [Fact]
    public void Key_ThatAConnectionHas_CannotBeReserved()
    {
        GreKey key = _bench.Send(new Registration()).Key!.Value;

        Assert.Equal(KeyReservationStatus.KeyInUse, Reserve("mn2@example.com", key: key));
        _bench.Remove(_bench.SlotOf(Node));
        Assert.Equal(KeyReservationStatus.KeyResting, Reserve("mn2@example.com", key: key));
        _bench.Wait(61);
        Assert.Equal(KeyReservationStatus.Reserved, Reserve("mn2@example.com", key: key));
    }

    [Fact]
    public void Reservation_NotPossible_SaysWhy()
    {
        Assert.Equal(KeyReservationStatus.KeyInvalid, Reserve(Node, key: GreKey.None));
        Assert.Equal(KeyReservationStatus.IdentifierInvalid, Reserve(""));
        Assert.Equal(KeyReservationStatus.IdentifierInvalid, Reserve(new string('x', 400)));
        Assert.Equal(KeyReservationStatus.AccessPointUnknown, Reserve(Node, "intranet"));
        Assert.Equal(KeyReservationStatus.NotReserved, Release());
        Reserve(Node);
        Assert.Equal(KeyReservationStatus.Reserved, Reserve(Node));
        Assert.Equal(KeyReservationStatus.KeyInUse, Reserve("mn2@example.com"));
        Assert.Equal(KeyReservationStatus.ConnectionHasReservation, Reserve(Node, key: new GreKey(77)));
        Assert.False(_bench.Anchor.TryReadReservation(-1, out _));
        Assert.False(_bench.Anchor.TryReadReservation(int.MaxValue, out _));
        Assert.Equal(64, _bench.Anchor.ReservationCapacity);
    }

    [Fact]
    public void Reservations_TableFull_RefusedUntilOneIsGivenUp()
    {
        AnchorBench bench = new(c => c with { Limits = c.Limits with { Reservations = 2 } });
        for (uint i = 1; i <= 2; i++)
        {
            Assert.Equal(KeyReservationStatus.Reserved, bench.Reserve(new GreKey(i), $"mn{i}", "internet", null, out _));
        }

        Assert.Equal(KeyReservationStatus.TableFull, bench.Reserve(new GreKey(3), "mn3", "internet", null, out _));
        Assert.Equal(KeyReservationStatus.Released, bench.Release(new GreKey(1), out _));
        Assert.Equal(KeyReservationStatus.Reserved, bench.Reserve(new GreKey(3), "mn3", "internet", null, out _));
    }

    [Fact]
    public void Reservations_Listed_AsTheyWereMadeAndEachChangeIsNoticed()
    {
        _bench.Reserve(s_key, Node, "internet", 7, out Answer reserved);
        Assert.Equal([EngineNotice.ReservationChanged], reserved.Notices);

        Assert.True(_bench.Anchor.TryReadReservation(0, out KeyReservationView view));
        Assert.Equal(s_key, view.Key);
        Assert.Equal(Node, Encoding.UTF8.GetString(view.Identifier));
        Assert.Equal("internet", Encoding.UTF8.GetString(view.AccessPoint));
        Assert.Equal((byte)7, view.PdnConnectionId);
        Assert.False(view.IsInUse);
        _bench.Release(s_key, out Answer released);
        Assert.Equal([EngineNotice.ReservationChanged], released.Notices);
        Assert.False(_bench.Anchor.TryReadReservation(0, out _));
    }

    [Fact]
    [Trait("Requirement", "R7")]
    public void Key_OfAStaticTunnel_IsNotReserved()
    {
        AnchorBench bench = new(static c => c with { ExcludedKeys = [s_key] });

        Assert.Equal(KeyReservationStatus.KeyInUse, bench.Reserve(s_key, Node, "internet", null, out _));
        Assert.Equal(KeyReservationStatus.NotReserved, bench.Release(s_key, out _));
        Assert.Equal(KeyReservationStatus.Reserved, bench.Reserve(new GreKey(9), Node, "internet", null, out _));
        bench.Anchor.Verify();
    }

    [Fact]
    public void Key_OfTheMagOfTheSameNode_IsNotReserved()
    {
        AnchorBench bench = new(static c => c with { Limits = new EngineLimits { Bindings = 8, SessionSpaces = 2 } });

        Assert.Equal(KeyReservationStatus.KeyOfOtherRole, bench.Reserve(new GreKey(0x0001_0400), Node, "internet", null, out _));
        Assert.Equal(KeyReservationStatus.Reserved, bench.Reserve(new GreKey(0x0001_0800), Node, "internet", null, out _));
    }

    private KeyReservationStatus Reserve(string identifier, string accessPoint = "internet", byte? pdnConnectionId = null, GreKey? key = null) =>
        _bench.Reserve(key ?? s_key, identifier, accessPoint, pdnConnectionId, out _);

    private KeyReservationStatus Release() => _bench.Release(s_key, out _);
}
