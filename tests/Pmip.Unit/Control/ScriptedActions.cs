using System;
using Pmip.Appliance.Control;
using Pmip.Appliance.Logging;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Unit.Control;

/// <summary>Answers what an operator wants by what the words are.</summary>
internal sealed class ScriptedActions : IOperatorActions
{
    public EventLevel Level { get; private set; }

    public void SetLogLevel(EventLevel level) => Level = level;

    public OperatorStatus Detach(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
    {
        count = accessPoint.IsEmpty ? 2 : 1;
        return identifier.SequenceEqual("mn1@example.com"u8) ? OperatorStatus.Done : OperatorStatus.NotFound;
    }

    public OperatorStatus BringUpTunnel(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("east"u8) ? OperatorStatus.Done : name.SequenceEqual("west"u8) ? OperatorStatus.Refused : OperatorStatus.NotFound;

    public OperatorStatus Remove(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
    {
        count = 0;
        return OperatorStatus.WrongRole;
    }

    public OperatorStatus Attach(in OperatorAttach request) => request switch
    {
        { AccessPoint.IsEmpty: true } => OperatorStatus.Done,
        { UplinkKey.Value: 0xA, HomeNetworkPrefix.Length: 64, HomeAddress4.Length: 16, HandoffIndicator: HandoffIndicator.BetweenMags }
            when request.DefaultRouter4 == IpAddress.Parse("10.45.0.1") => OperatorStatus.Done,
        _ => OperatorStatus.AddressMissing,
    };

    public OperatorStatus ChangeType(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, PdnType type) =>
        type == PdnType.Ipv4v6 ? OperatorStatus.Done : OperatorStatus.OneFamilyAtATime;

    public OperatorStatus RevokeNode(
        ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, bool ipv4Only, RevocationTrigger trigger, out int count)
    {
        count = ipv4Only ? 1 : 2;
        return trigger == (ipv4Only ? RevocationTrigger.PossiblyOutOfSync : RevocationTrigger.Administrative)
            ? OperatorStatus.Done
            : OperatorStatus.NotFound;
    }

    public OperatorStatus RevokePeer(ReadOnlySpan<byte> peer, out int count)
    {
        count = 1;
        return peer.SequenceEqual("mag1"u8) ? OperatorStatus.Done : OperatorStatus.NoSuchPeer;
    }

    public OperatorStatus RevokeRealm(ReadOnlySpan<byte> realm, ReadOnlySpan<byte> peer, out int count)
    {
        count = peer.IsEmpty ? 2 : 1;
        return realm.SequenceEqual("example.com"u8) ? OperatorStatus.Done : OperatorStatus.RealmInvalid;
    }

    public OperatorStatus ReserveKey(GreKey key, in KeyReservationRequest request) =>
        key.Value == 0x0a0b0c0d && request.PdnConnectionId == 3 && request.AccessPoint.SequenceEqual("ims"u8)
            ? OperatorStatus.Done
            : OperatorStatus.KeyInUse;

    public OperatorStatus ReleaseKey(GreKey key) => key.Value == 7 ? OperatorStatus.Done : OperatorStatus.NotReserved;

    public OperatorStatus Mirror(int session, bool isOn) => session < 0 || (session == 7 && isOn) ? OperatorStatus.Done : OperatorStatus.NotFound;

    public OperatorStatus ReportComponentFailure(ushort csid) => csid == 7 ? OperatorStatus.Done : OperatorStatus.ComponentsUnused;
}
