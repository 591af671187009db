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
/// Revocations that a MAG begins (RFC 5846 8.2 and 9.2): of a node, of all its bindings, or of a realm of them. It reaches only
/// what is registered from it (T5), and the bindings end after the answer, one a step.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    // Slots that are searched for a binding that the message is about. In a larger table an answer of 0 may mean none.
    private const int SlotsSearchedMax = 8192;
    private const int ChecksumEnd = 6;

    private readonly RevocationAnswers _revocationAnswers = new();

    private void ReceiveIndication(
        in SignallingPath path,
        int peer,
        scoped in MobilityHeader header,
        scoped in BindingRevocationIndication indication,
        Instant now,
        Outbox outbox)
    {
        Counters.Increment(LmaCounter.IndicationReceived);

        // A message that comes again, since our answer was lost, gets the same answer although nothing is left.
        ulong message = _hash.Hash(header.Octets[ChecksumEnd..]);
        if (!_revocationAnswers.TryFind(peer, message, now, out RevocationStatus status))
        {
            bool isGlobal = (indication.Flags & RevocationFlags.Global) != 0;
            bool hasRoom = isGlobal ? TryRevokeAll(path, peer, indication, outbox, out status)
                : TryRevokeNode(peer, indication, now, outbox, out status);
            if (!hasRoom)
            {
                return; // Counted as a refused sweep or a full table; the MAG sends the message again.
            }

            if (status == RevocationStatus.Success)
            {
                _revocationAnswers.Keep(peer, message, status, now);
            }
        }

        Counters.Increment(status switch
        {
            RevocationStatus.Success => LmaCounter.IndicationAccepted,
            RevocationStatus.BindingDoesNotExist => LmaCounter.IndicationOfNothing,
            RevocationStatus.GlobalRevocationNotAuthorized => LmaCounter.IndicationNotAuthorized,
            RevocationStatus.RevokedNodesIdentityRequired => LmaCounter.IndicationWithoutIdentity,
            RevocationStatus.Ipv4HomeAddressOptionRequired => LmaCounter.IndicationWithoutIpv4Address,
            RevocationStatus.TriggerNotSupported => LmaCounter.IndicationTriggerUnknown,
            _ => LmaCounter.IndicationNotSupported,
        });
        AnswerIndication(path, peer, indication, status, outbox);
    }

    // False when there is no room for another sweep.
    private bool TryRevokeAll(
        in SignallingPath path, int peer, scoped in BindingRevocationIndication indication, Outbox outbox, out RevocationStatus status)
    {
        IpAddress careOf = indication.Options.HasAlternateCareOfAddress ? indication.Options.AlternateCareOfAddress
            : indication.Trigger == RevocationTrigger.PerPeerPolicy ? path.Remote : default;
        ReadOnlySpan<byte> realm = indication.Trigger == RevocationTrigger.RevokingNodePolicy && indication.Options.Identifier.Length > 1
            ? indication.Options.Identifier[1..] : default;
        status = JudgeGlobal(indication);
        if (status != RevocationStatus.Success)
        {
            return true;
        }

        if (!HasBindingsIn(peer, careOf, realm))
        {
            status = RevocationStatus.BindingDoesNotExist;
            return true;
        }

        SweepCause cause = realm.IsEmpty ? SweepCause.GlobalRevocationPeer : SweepCause.GlobalRevocationRealm;
        SweepScope scope = new(cause, peer) { Realm = realm, CareOfAddress = careOf };
        if (!BeginSweep(scope))
        {
            return false;
        }

        outbox.AddNotice(EngineNotice.PeerRevokedBindings, peer, indication.Options.Identifier);
        return true;
    }

    // RFC 5846 9.2.1: 134, 133, 130, 131.
    private RevocationStatus JudgeGlobal(scoped in BindingRevocationIndication indication)
    {
        ReadOnlySpan<byte> identifier = indication.Options.Identifier;
        if ((indication.Flags & RevocationFlags.Proxy) == 0 || indication.Trigger <= RevocationTrigger.PossiblyOutOfSync)
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
