using System;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>
/// Revocations that a MAG begins (RFC 5846 9.2): of all its bindings, or of a realm of them. A single binding a MAG gives up by
/// de-registration, so without G it gets 134.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    // Slots that are searched for a binding that the message is about. In a larger table an answer of 0 may mean none.
    private const int SlotsSearchedMax = 8192;

    private RevocationTrigger _lastTrigger;
    private ushort _lastIndication;
    private int _lastIndicationPeer = -1;
    private Instant _lastIndicationUntil;

    private void ReceiveIndication(
        in SignallingPath path, int peer, scoped in BindingRevocationIndication indication, Instant now, Outbox outbox)
    {
        Counters.Increment(LmaCounter.IndicationReceived);
        IpAddress careOf = indication.Options.HasAlternateCareOfAddress ? indication.Options.AlternateCareOfAddress
            : indication.Trigger == RevocationTrigger.PerPeerPolicy ? path.Remote : default;
        ReadOnlySpan<byte> realm = indication.Trigger == RevocationTrigger.RevokingNodePolicy && indication.Options.Identifier.Length > 1
            ? indication.Options.Identifier[1..] : default;
        RevocationStatus status = JudgeIndication(indication);
        if (status == RevocationStatus.Success && !IsRepeated(peer, indication, now))
        {
            SweepCause cause = realm.IsEmpty ? SweepCause.GlobalRevocationPeer : SweepCause.GlobalRevocationRealm;
            SweepScope scope = new(cause, peer) { Realm = realm, CareOfAddress = careOf };
            if (!HasBindingsIn(peer, careOf, realm))
            {
                status = RevocationStatus.BindingDoesNotExist;
            }
            else if (BeginSweep(scope))
            {
                NoteIndication(peer, indication, now);
                outbox.AddNotice(EngineNotice.PeerRevokedBindings, peer, indication.Options.Identifier);
            }
            else
            {
                return; // Counted as a refused sweep; the MAG sends the message again.
            }
        }

        Counters.Increment(status switch
        {
            RevocationStatus.Success => LmaCounter.IndicationAccepted,
            RevocationStatus.BindingDoesNotExist => LmaCounter.IndicationOfNothing,
            RevocationStatus.GlobalRevocationNotAuthorized => LmaCounter.IndicationNotAuthorized,
            RevocationStatus.RevokedNodesIdentityRequired => LmaCounter.IndicationWithoutIdentity,
            RevocationStatus.TriggerNotSupported => LmaCounter.IndicationTriggerUnknown,
            _ => LmaCounter.IndicationNotSupported,
        });
        AnswerIndication(path, peer, indication, status, outbox);
    }

    // RFC 5846 9.2.1: 134, 133, 130, 131.
    private RevocationStatus JudgeIndication(scoped in BindingRevocationIndication indication)
    {
        ReadOnlySpan<byte> identifier = indication.Options.Identifier;
        if ((indication.Flags & (RevocationFlags.Proxy | RevocationFlags.Global)) != (RevocationFlags.Proxy | RevocationFlags.Global)
            || indication.Trigger <= RevocationTrigger.PossiblyOutOfSync)
        {
            return RevocationStatus.FunctionNotSupported;
        }

        return indication.Trigger switch
        {
            RevocationTrigger.PerPeerPolicy => _configuration.AcceptGlobalRevocation && !identifier.IsEmpty
                ? RevocationStatus.Success : RevocationStatus.GlobalRevocationNotAuthorized,
            RevocationTrigger.RevokingNodePolicy when !_configuration.AcceptGlobalRevocation => RevocationStatus.GlobalRevocationNotAuthorized,
            RevocationTrigger.RevokingNodePolicy => identifier.Length > 1 && identifier[0] == '@'
                ? RevocationStatus.Success : RevocationStatus.RevokedNodesIdentityRequired,
            _ => RevocationStatus.TriggerNotSupported,
        };
    }

    // A message that comes again, since our answer was lost, gets the same answer although nothing is left.
    private bool IsRepeated(int peer, scoped in BindingRevocationIndication indication, Instant now) =>
        peer == _lastIndicationPeer && indication.Sequence == _lastIndication && indication.Trigger == _lastTrigger && now <= _lastIndicationUntil;

    private void NoteIndication(int peer, scoped in BindingRevocationIndication indication, Instant now)
    {
        _lastIndicationPeer = peer;
        _lastIndication = indication.Sequence;
        _lastTrigger = indication.Trigger;
        _lastIndicationUntil = now.Plus(Duration.FromSeconds(16));
    }

    private bool HasBindingsIn(int peer, IpAddress careOf, ReadOnlySpan<byte> realm)
    {
        if (Peers.BindingsOf(peer) == 0)
        {
            return false;
        }

        for (int slot = 0; slot < Math.Min(Capacity, SlotsSearchedMax); slot++)
        {
            if (_cache.IsTaken(slot) && _cache[slot].Peer == peer && (careOf.IsUnspecified || _cache[slot].CareOfAddress == careOf)
                && BindingSweep.IsOfRealm(_cache.IdentifierOf(slot), realm))
            {
                return true;
            }
        }

        return Capacity > SlotsSearchedMax;
    }

    private void AnswerIndication(
        in SignallingPath path, int peer, scoped in BindingRevocationIndication indication, RevocationStatus status, Outbox outbox)
    {
        BindingRevocationAcknowledgement answer = default;
        answer.Status = status;
        answer.Sequence = indication.Sequence;
        answer.Flags = indication.Flags & (RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly | RevocationFlags.Global);
        WireStatus emitted = answer.Emit(outbox.Room, out int written);
        Invariant.Require(emitted == WireStatus.Ok);
        outbox.AddTransmit(-1, path, written);
        Peers.NoteSent(peer, path);
    }
}
