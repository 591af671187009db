using System;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>The Proxy Binding Acknowledgement: matching it and acting on its status (RFC 5213 6.9.1.2).</content>
public sealed partial class MobileAccessGateway
{
    private void ReceiveAcknowledgement(in MobilityHeader header, int peer, Instant now, WallClock wall, Outbox outbox)
    {
        PeerQuirks allowed = Peers.QuirksOf(peer);
        if (ProxyBindingAcknowledgement.TryRead(header, allowed, out ProxyBindingAcknowledgement answer, out PeerQuirks quirks) != WireStatus.Ok)
        {
            Counters.Increment(MagCounter.MessagesMalformed);
            return;
        }

        if (Match(answer, peer, out int slot) is MagCounter mismatch)
        {
            Counters.Increment(mismatch);
            return;
        }

        ref BindingUpdateListEntry entry = ref _list[slot];
        if (Contradiction(entry, answer, allowed) is MagCounter contradiction)
        {
            Counters.Increment(contradiction);
            Silence(slot);
            return;
        }

        CountQuirks(quirks | (IsEchoMissing(answer) ? PeerQuirks.EchoMissing : PeerQuirks.None));
        if (entry.Dropped != 0)
        {
            DropAnswered(slot, answer, now);
            return;
        }

        if (entry.State == BindingUpdateState.Deregistering)
        {
            DeregistrationAnswered(slot, answer, now, wall, outbox);
        }
        else if ((byte)answer.Status >= (byte)BindingStatus.ReasonUnspecified)
        {
            RegistrationRefused(slot, answer, now, wall, outbox);
        }
        else
        {
            RegistrationAccepted(slot, answer, now, wall, outbox);
        }
    }

    // Finds the registration that the answer is for; a counter says why there is none.
    private MagCounter? Match(in ProxyBindingAcknowledgement answer, int peer, out int slot)
    {
        slot = -1;
        if ((answer.Flags & BindingAcknowledgementFlags.Proxy) == 0)
        {
            return MagCounter.AnswersWithoutProxyFlag;
        }

        if (!answer.HasIdentifier || answer.Identifier.IsEmpty)
        {
            return MagCounter.AnswersWithoutIdentifier;
        }

        ulong hash = _list.HashOf(answer.Identifier);
        int candidate = _list.FirstOf(answer.Identifier, hash, out int probe);
        if (candidate < 0)
        {
            return MagCounter.AnswersForUnknownNode;
        }

        bool isFromOther = false;
        for (; candidate >= 0; candidate = _list.NextOf(answer.Identifier, hash, ref probe))
        {
            if (!IsAnswerTo(_list[candidate], answer))
            {
                continue;
            }

            if (_list[candidate].Lma == peer)
            {
                slot = candidate;
                return null;
            }

            isFromOther = true;
        }

        return isFromOther ? MagCounter.AnswersFromWrongPeer : MagCounter.AnswersUnmatched;
    }

    // Status 135 does not carry our number but the LMA's last one (RFC 6275 9.5.1), so it names the connection otherwise.
    private bool IsAnswerTo(in BindingUpdateListEntry entry, in ProxyBindingAcknowledgement answer)
    {
        if (!entry.IsWaiting)
        {
            return false;
        }

        if (answer.Status != BindingStatus.SequenceNumberOutOfWindow || _configuration.UseTimestamps)
        {
            return entry.Sequence == answer.Sequence;
        }

        return entry.SentIndicator == answer.HandoffIndicator
            && (!answer.HasPdnConnectionId || answer.PdnConnectionId == entry.PdnConnectionId);
    }

    private MagCounter? Contradiction(in BindingUpdateListEntry entry, in ProxyBindingAcknowledgement answer, PeerQuirks allowed)
    {
        if ((allowed & PeerQuirks.EchoMissing) == 0 && IsEchoMissing(answer))
        {
            return MagCounter.AnswersEchoMissing;
        }

        if (answer.HasHandoffIndicator && answer.HandoffIndicator != entry.SentIndicator)
        {
            return MagCounter.AnswersHandoffIndicatorDiffers;
        }

        if (answer.HasAccessTechnologyType && answer.AccessTechnologyType != entry.AccessTechnology)
        {
            return MagCounter.AnswersAccessTechnologyDiffers;
        }

        if (answer.HasLinkLayerIdentifier && !IsAddress(answer.LinkLayerIdentifier, entry.LinkLayerAddress))
        {
            return MagCounter.AnswersLinkLayerIdentifierDiffers;
        }

        bool isAccepted = (byte)answer.Status < (byte)BindingStatus.ReasonUnspecified;
        if (isAccepted && answer.OptionSet.ExcessPrefixCount > 0)
        {
            return MagCounter.AnswersPrefixesTooMany;
        }

        return isAccepted && _configuration.UseTimestamps && answer.HasTimestamp && answer.Timestamp != entry.Timestamp
            ? MagCounter.AnswersTimestampDiffers
            : null;
    }

    private static bool IsAddress(ReadOnlySpan<byte> identifier, MacAddress address) =>
        identifier.Length == MacAddress.Length && MacAddress.Read(identifier) == address;

    // An answer that contradicts the request ends the retransmissions, not the waiting (RFC 5213 6.9.1.2).
    private void Silence(int slot)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        entry.IsSilenced = true;
        if (entry.State == BindingUpdateState.Refreshing && entry.Dropped == 0)
        {
            _list.Timers.Cancel(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Update));
        }
    }

    private void DeregistrationAnswered(int slot, in ProxyBindingAcknowledgement answer, Instant now, WallClock wall, Outbox outbox)
    {
        if ((byte)answer.Status < (byte)BindingStatus.ReasonUnspecified)
        {
            Counters.Increment(MagCounter.DeregistrationsAccepted);
            outbox.AddNotice(EngineNotice.BindingDeregistered, slot, _list.IdentifierOf(slot));
            Release(slot, now);
        }
        else if (!TryMend(slot, answer, now, wall, outbox))
        {
            Counters.Increment(MagCounter.DeregistrationsRefused);
            Release(slot, now);
        }
    }

    private void RegistrationRefused(int slot, in ProxyBindingAcknowledgement answer, Instant now, WallClock wall, Outbox outbox)
    {
        outbox.AddNotice(EngineNotice.RegistrationRefused, (int)answer.Status, _list.IdentifierOf(slot));
        _list[slot].PmipErrorCode = answer.OptionSet.ThreeGpp.HasPmipErrorCode ? answer.OptionSet.ThreeGpp.PmipErrorCode : default;
        NoteBackOff(_list[slot], answer, now);
        if (TryMend(slot, answer, now, wall, outbox))
        {
            return;
        }

        if (_list[slot].IsUp && _list[slot].Asked != 0)
        {
            AdditionRefused(slot, now, outbox);
        }
        else
        {
            Refuse(slot, answer.Status, outbox);
            Release(slot, now);
        }
    }

    // Refusals that we can do something about. False for the others, and when it was done before in vain.
    private bool TryMend(int slot, in ProxyBindingAcknowledgement answer, Instant now, WallClock wall, Outbox outbox)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        switch (answer.Status)
        {
            case BindingStatus.SequenceNumberOutOfWindow when !_configuration.UseTimestamps:
                Counters.Increment(MagCounter.SequenceNumbersAdopted);
                entry.LastRefusal = answer.Status;
                entry.LastSequence = answer.Sequence;
                SendNow(slot, now, wall, outbox);
                return true;
            case BindingStatus.NotAuthorizedForHomeNetworkPrefix when MayAskForAny(entry):
                Counters.Increment(MagCounter.PrefixesGivenUp);
                entry.AsksForAny = true;
                Hold(slot, outbox);
                SendNow(slot, now, wall, outbox);
                return true;
            case BindingStatus.TimestampMismatch:
                // Our clock is the business of its own source; the LMA's time in the answer is not taken (RFC 5213 5.5).
                Counters.Increment(MagCounter.TimestampMismatches);
                entry.LastRefusal = answer.Status;
                return true;
            case BindingStatus.TimestampLowerThanPreviousAccepted:
                Counters.Increment(MagCounter.TimestampsLower);
                entry.LastRefusal = answer.Status;
                if (entry.IsUp && !entry.MayHaveMoved)
                {
                    DoubtPresence(slot, now, outbox);
                }
                else if (!entry.HasRaisedTimestamp)
                {
                    entry.HasRaisedTimestamp = true;
                    SendNow(slot, now, wall, outbox);
                }

                return true;
            case BindingStatus.GreKeyOptionRequired when !entry.AlwaysSendsKey:
                Counters.Increment(MagCounter.KeysDemanded);
                entry.AlwaysSendsKey = true;
                SendNow(slot, now, wall, outbox);
                return true;
            default:
                return false;
        }
    }

    // Another MAG has registered the node later than we: it may be there now, so the refresh rests until we know (RFC 5213 6.9.1.2).
    private void DoubtPresence(int slot, Instant now, Outbox outbox)
    {
        if (_list[slot].Question == PresenceQuestion.None)
        {
            _list.Timers.Cancel(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Update));
            Ask(slot, PresenceQuestion.Reassertion, now, outbox);
        }
    }

    private static bool MayAskForAny(in BindingUpdateListEntry entry) =>
        entry.State != BindingUpdateState.Deregistering && entry.HasAddress && !entry.AsksForAny;

    // The node may not use its addresses any more: nothing is forwarded until the LMA gives others (RFC 5213 6.9.1.2).
    private void Hold(int slot, Outbox outbox)
    {
        if (_list[slot].HasSession)
        {
            _list[slot].IsHeld = true;
            Describe(slot, isForwarding: false, out outbox.AddSession(EffectKind.InstallSession, slot));
        }
    }
}
