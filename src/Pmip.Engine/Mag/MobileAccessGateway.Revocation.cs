using System;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>
/// Answering a Binding Revocation Indication (RFC 5846 9.1; R5). An LMA revokes only what is registered with it (T7). The answer
/// goes out first and the connections end behind it: those of one node with the next timers, those of a peer or a realm by a
/// sweep.
/// </content>
public sealed partial class MobileAccessGateway
{
    private const int ChecksumEnd = 6;
    private readonly RevocationAnswers _revocationAnswers = new();

    private void ReceiveRevocation(in MobilityHeader header, int peer, in SignallingPath path, Instant now, Outbox outbox)
    {
        if (BindingRevocation.TryReadType(header, out BindingRevocationType type) != WireStatus.Ok)
        {
            Counters.Increment(MagCounter.MessagesMalformed);
        }
        else if (type == BindingRevocationType.Indication)
        {
            ReceiveIndication(header, peer, path, now, outbox);
        }
        else
        {
            ReceiveRevocationAnswer(header, peer, now, outbox);
        }
    }

    private void ReceiveIndication(in MobilityHeader header, int peer, in SignallingPath path, Instant now, Outbox outbox)
    {
        if (BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) != WireStatus.Ok)
        {
            Counters.Increment(MagCounter.MessagesMalformed);
            return;
        }

        Counters.Increment(MagCounter.RevocationsReceived);
        ulong message = _list.HashOf(header.Octets[ChecksumEnd..]);
        if (_revocationAnswers.TryFind(peer, message, now, out RevocationStatus before))
        {
            Counters.Increment(MagCounter.RevocationsRepeated);
            Acknowledge(before, indication.Sequence, indication.Flags, peer, path, outbox);
            return;
        }

        RevocationStatus? status = (indication.Flags & RevocationFlags.Proxy) == 0 ? RevocationStatus.ProxyRevocationNotSupported
            : (indication.Flags & RevocationFlags.Global) != 0 ? JudgeGlobal(indication, peer)
            : JudgeNode(indication, peer, path, message, now, outbox);
        if (status is not RevocationStatus answer)
        {
            return;
        }

        Counters.Increment(CounterOf(answer));
        _revocationAnswers.Keep(peer, message, answer, now);
        Acknowledge(answer, indication.Sequence, indication.Flags, peer, path, outbox);
        if (answer == RevocationStatus.Success && (indication.Flags & RevocationFlags.Global) == 0)
        {
            MarkRevoked(indication, peer, now);
        }
    }

    // What is accepted begins as a sweep; one that finds no place is refused, so that the LMA may come again.
    private RevocationStatus JudgeGlobal(scoped in BindingRevocationIndication indication, int peer)
    {
        ReadOnlySpan<byte> identifier = indication.Options.Identifier;
        switch (indication.Trigger)
        {
            case RevocationTrigger.PerPeerPolicy when HasOptions(indication):
                return RevocationStatus.FunctionNotSupported; // Narrowed to something that we do not know (RFC 5846 9.1).
            case RevocationTrigger.PerPeerPolicy when Peers.BindingsOf(peer) == 0:
                return RevocationStatus.BindingDoesNotExist;
            case RevocationTrigger.PerPeerPolicy:
                BeginSweep(new SweepScope(SweepCause.GlobalRevocationPeer, peer));
                return RevocationStatus.Success;
            case RevocationTrigger.RevokingNodePolicy when identifier.Length < 2 || identifier[0] != '@':
                return RevocationStatus.RevokedNodesIdentityRequired;
            case RevocationTrigger.RevokingNodePolicy:
                return BeginSweep(new SweepScope(SweepCause.GlobalRevocationRealm, peer) { Realm = identifier[1..] })
                    ? RevocationStatus.Success
                    : RevocationStatus.GlobalRevocationNotAuthorized;
            default:
                return IsOfNode(indication.Trigger) ? RevocationStatus.FunctionNotSupported : RevocationStatus.TriggerNotSupported;
        }
    }

    private static bool HasOptions(scoped in BindingRevocationIndication indication) =>
        indication.Options.HasIdentifier || indication.HomeNetworkPrefixes.Count > 0 || indication.Options.HasAlternateCareOfAddress
        || indication.Options.Ipv4HomeAddressRequestCount > 0 || !indication.Options.ThreeGpp.FirstFqCsid.IsEmpty;

    // Null when the answer waits for the access side.
    private RevocationStatus? JudgeNode(
        scoped in BindingRevocationIndication indication, int peer, in SignallingPath path, ulong message, Instant now, Outbox outbox)
    {
        if (!IsOfNode(indication.Trigger))
        {
            return RevocationStatus.TriggerNotSupported;
        }

        if (!indication.Options.HasIdentifier || indication.Options.Identifier.IsEmpty)
        {
            return RevocationStatus.RevokedNodesIdentityRequired;
        }

        if (IsIpv4Only(indication.Flags) && indication.Options.Ipv4HomeAddressRequestCount == 0)
        {
            return RevocationStatus.Ipv4HomeAddressOptionRequired;
        }

        int slot = FirstRevoked(indication, peer, out bool isAnothers);
        if (slot < 0)
        {
            if (isAnothers)
            {
                Counters.Increment(MagCounter.RevocationsOfOthersNodes);
            }

            return RevocationStatus.BindingDoesNotExist;
        }

        return indication.Trigger is RevocationTrigger.HandoverSameAccess
            or RevocationTrigger.HandoverDifferentAccess
            or RevocationTrigger.HandoverUnknown
            ? JudgeHandover(indication, peer, path, message, now, outbox)
            : RevocationStatus.Success;
    }

    // A node is at one place, so one connection that is up is asked about for all of them. One that is being registered, or again
    // because it has just appeared, is here; of one that is ending nothing is left to ask.
    private RevocationStatus? JudgeHandover(
        scoped in BindingRevocationIndication indication, int peer, in SignallingPath path, ulong message, Instant now, Outbox outbox)
    {
        int asked = -1;
        ulong hash = _list.HashOf(indication.Options.Identifier);
        int slot = _list.FirstOf(indication.Options.Identifier, hash, out int probe);
        for (; slot >= 0; slot = _list.NextOf(indication.Options.Identifier, hash, ref probe))
        {
            ref BindingUpdateListEntry entry = ref _list[slot];
            if (!IsRevoked(slot, indication, peer) || entry.State == BindingUpdateState.Deregistering)
            {
                continue;
            }

            if (!entry.IsUp || entry.MayHaveMoved)
            {
                return RevocationStatus.MobileNodeAttached;
            }

            if (entry.Question == PresenceQuestion.Revocation)
            {
                Counters.Increment(MagCounter.RevocationsWaiting);
                return null;
            }

            asked = slot;
        }

        if (asked < 0)
        {
            return RevocationStatus.Success;
        }

        KeepRevocation(indication, peer, new PendingRevocation(true, message, indication.Sequence, indication.Flags, path));
        Ask(asked, PresenceQuestion.Revocation, now, outbox);
        return null;
    }

    // The access side has spoken, or was silent long enough: the answer is due, for all connections that were meant.
    private void RevocationDecided(int slot, bool isPresent, Instant now, Outbox outbox)
    {
        PendingRevocation pending = _list[slot].Revocation;
        int peer = _list[slot].Lma;
        RevocationStatus status = isPresent ? RevocationStatus.MobileNodeAttached : RevocationStatus.Success;
        Counters.Increment(CounterOf(status));
        _revocationAnswers.Keep(peer, pending.Message, status, now);
        Acknowledge(status, pending.Sequence, pending.Flags, peer, pending.Path, outbox);
        ReadOnlySpan<byte> identifier = _list.IdentifierOf(slot);
        ulong hash = _list.HashOf(identifier);
        for (int other = _list.FirstOf(identifier, hash, out int probe); other >= 0; other = _list.NextOf(identifier, hash, ref probe))
        {
            bool isMeant = _list[other].Revocation.IsPending && _list[other].Revocation.Message == pending.Message && _list[other].Lma == peer;
            _list[other].Revocation = isMeant ? default : _list[other].Revocation;
            if (isMeant && !isPresent)
            {
                MarkRevoked(other, IsIpv4Only(pending.Flags), now);
            }
        }
    }
}
