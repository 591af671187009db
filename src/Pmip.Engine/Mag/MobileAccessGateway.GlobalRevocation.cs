using System;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>
/// Ending all connections with an LMA, or those of a realm, by one message (RFC 5846 9.2). The message is repeated as it is, then
/// our side is cleaned up whether the LMA answered or not; when it refuses, its bindings are still there and so are ours.
/// </content>
public sealed partial class MobileAccessGateway
{
    private const int RevocationTransmissionsMax = 2; // BRIMaxRetriesNumber 1 (RFC 5846 11)
    private readonly OutgoingRevocations _revocations;
    private byte[] _identity;
    private ushort _revocationSequence;

    private static Duration InitMinDelayBris => Duration.FromSeconds(1);

    private static Duration MaxBrackTimeout => Duration.FromSeconds(2);

    /// <summary>Ends every connection with the LMA in a slot of <see cref="Peers"/> (trigger 128).</summary>
    public GlobalRevocationStart RevokePeer(int lma, Instant now, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (lma >= 0 && lma < _paths.Count && _revocations[lma].IsForbidden)
        {
            return GlobalRevocationStart.NotAuthorized;
        }

        return _identity.Length == 0 ? GlobalRevocationStart.NoIdentity : Revoke(lma, default, now, outbox);
    }

    /// <summary>Ends every connection with an LMA whose node's identifier has exactly this realm, given without '@' (trigger 129).</summary>
    public GlobalRevocationStart RevokeRealm(int lma, ReadOnlySpan<byte> realm, Instant now, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        bool isFit = realm.Length > 0 && realm.Length < BindingSweep.RealmOctetsMax && realm.IndexOf((byte)'@') < 0;
        return isFit ? Revoke(lma, realm, now, outbox) : GlobalRevocationStart.RealmUnfit;
    }

    private GlobalRevocationStart Revoke(int lma, ReadOnlySpan<byte> realm, Instant now, Outbox outbox)
    {
        if (lma < 0 || lma >= _paths.Count || !_paths.IsUsable(lma))
        {
            return GlobalRevocationStart.NoSuchLma;
        }

        if (_revocations[lma].IsUnderWay)
        {
            return GlobalRevocationStart.Busy;
        }

        if (Peers.BindingsOf(lma) == 0)
        {
            return GlobalRevocationStart.NothingRegistered;
        }

        Counters.Increment(MagCounter.RevocationsSent);
        _revocations.Begin(lma, realm, unchecked(++_revocationSequence));
        SendRevocation(lma, now, outbox);
        return GlobalRevocationStart.Pending;
    }

    private void SendRevocation(int lma, Instant now, Outbox outbox)
    {
        ref OutgoingRevocations.Outgoing outgoing = ref _revocations[lma];
        Duration delay = outgoing.Transmissions++ == 0 ? InitMinDelayBris : MaxBrackTimeout;
        ReadOnlySpan<byte> realm = _revocations.RealmOf(lma);
        Span<byte> named = stackalloc byte[BindingSweep.RealmOctetsMax + 1];
        named[0] = (byte)'@';
        realm.CopyTo(named[1..]);
        scoped BindingRevocationIndication indication = default;
        indication.Trigger = realm.IsEmpty ? RevocationTrigger.PerPeerPolicy : RevocationTrigger.RevokingNodePolicy;
        indication.Sequence = outgoing.Sequence;
        indication.Flags = RevocationFlags.Proxy | RevocationFlags.Global;
        indication.Options.HasIdentifier = true;
        indication.Options.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        indication.Options.Identifier = realm.IsEmpty ? _identity : named[..(realm.Length + 1)];
        WireStatus status = indication.Emit(outbox.Room, out int written);
        Invariant.Require(status == WireStatus.Ok);
        outbox.AddTransmit(-1, _paths[lma], written);
        Peers.NoteSent(lma, _paths[lma]);
        _revocations.Timers.Arm(lma, now.Plus(delay));
    }

    private bool ExpireRevocation(Instant now, Outbox outbox)
    {
        if (!_revocations.Timers.TryPop(now, out int lma))
        {
            return false;
        }

        if (_revocations[lma].Transmissions < RevocationTransmissionsMax)
        {
            Counters.Increment(MagCounter.RevocationsRetransmitted);
            SendRevocation(lma, now, outbox);
            return true;
        }

        Counters.Increment(MagCounter.RevocationsUnanswered);
        CleanUpRevoked(lma, now);
        return true;
    }

    private void ReceiveRevocationAnswer(in MobilityHeader header, int peer, Instant now, Outbox outbox)
    {
        if (BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement answer) != WireStatus.Ok)
        {
            Counters.Increment(MagCounter.MessagesMalformed);
            return;
        }

        bool isOurs = peer < _paths.Count && _revocations[peer].IsUnderWay && _revocations[peer].Sequence == answer.Sequence
            && (answer.Flags & RevocationFlags.Global) != 0;
        if (!isOurs)
        {
            Counters.Increment(MagCounter.RevocationAnswersUnmatched);
            return;
        }

        // Where nothing is registered nothing is left: the LMA is as far as we want it (128).
        if ((byte)answer.Status < (byte)RevocationStatus.BindingDoesNotExist || answer.Status == RevocationStatus.BindingDoesNotExist)
        {
            Counters.Increment(MagCounter.RevocationsConfirmed);
            CleanUpRevoked(peer, now);
            return;
        }

        Counters.Increment(MagCounter.RevocationsRefused);
        outbox.AddNotice(EngineNotice.RevocationRefused, (int)answer.Status, _revocations.RealmOf(peer));
        _revocations[peer].IsForbidden |= _revocations.RealmOf(peer).IsEmpty && answer.Status == RevocationStatus.GlobalRevocationNotAuthorized;
        _revocations.End(peer);
    }

    // A sweep that finds no place is tried again: the LMA has ended its side already.
    private void CleanUpRevoked(int lma, Instant now)
    {
        if (BeginSweep(new SweepScope(SweepCause.OperatorRequest, lma) { Realm = _revocations.RealmOf(lma) }))
        {
            _revocations.End(lma);
        }
        else
        {
            _revocations[lma].Transmissions = RevocationTransmissionsMax;
            _revocations.Timers.Arm(lma, now.Plus(InitMinDelayBris));
        }
    }
}
