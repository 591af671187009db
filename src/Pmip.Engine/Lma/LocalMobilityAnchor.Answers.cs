using System;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>Proxy Binding Acknowledgements to accepted and to refused updates.</content>
public sealed partial class LocalMobilityAnchor
{
    private void Answer(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, bool isChanged, Instant now, Outbox outbox)
    {
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        ArmBinding(slot, now.Plus(Duration.FromSeconds(4L * entry.LifetimeUnits)));
        ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(entry.AccessPoint);
        if (isChanged || entry.TreatmentVersion != accessPoint.TreatmentVersion)
        {
            Describe(slot, out outbox.AddSession(EffectKind.InstallSession, slot));
        }

        Acknowledgements.Accept(update, request, entry, accessPoint, out ProxyBindingAcknowledgement answer);
        answer.LifetimeUnits = entry.LifetimeUnits;
        answer.HasGreKeyOption = true;
        answer.HasGreKey = true;
        answer.GreKey = entry.UplinkKey;
        answer.HasDhcpSupportMode = request.ListsIpv4;
        answer.DhcpServerMode = accessPoint.MagServesDhcp;
        AnswerEncapsulation(update, entry, ref answer);
        if (_isThreeGpp)
        {
            if (update.OptionSet.ThreeGpp.OptionCount > (update.OptionSet.ThreeGpp.HasPdnConnectionId ? 1 : 0))
            {
                Counters.Add(LmaCounter.OptionsNotKept, _options.Keep(slot, update.Options));
            }

            AnswerThreeGpp(update, request, entry, ref answer);
        }

        FinishAnswer(ref answer, update, slot);
        if (_partialFailure.Components.First(slot) != ComponentIndex.None)
        {
            answer.OptionSet.ThreeGpp.FirstFqCsid = _partialFailure.Own;
        }

        Transmit(slot, request.Path, request.Peer, outbox, answer);
    }

    private void FinishAnswer(ref ProxyBindingAcknowledgement answer, in ProxyBindingUpdate update, int slot)
    {
        answer.HasPdnConnectionId &= _configuration.SupportsPdnConnectionId;
        if (update.HasLinkLocalAddress)
        {
            answer.LinkLocalAddress = _cache[slot].LinkLocalAddress;
        }
    }

    private void Refuse(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, in Refusal refusal, WallClock wall, Outbox outbox)
    {
        Counters.Increment(refusal.Counter);
        Acknowledgements.Refuse(update, refusal, _isThreeGpp, out ProxyBindingAcknowledgement answer);
        answer.HasPdnConnectionId &= _configuration.SupportsPdnConnectionId;
        AnswerCongestion(request, refusal, ref answer);
        if (refusal.Status is BindingStatus.TimestampMismatch or BindingStatus.TimestampLowerThanPreviousAccepted)
        {
            answer.Timestamp = wall.Timestamp;
        }
        else if (refusal.Status == BindingStatus.SequenceNumberOutOfWindow)
        {
            answer.Sequence = _cache[slot].Sequence;
        }

        Transmit(slot, request.Path, request.Peer, outbox, answer);
        ReadOnlySpan<byte> identifier = update.Identifier;
        outbox.AddNotice(EngineNotice.RegistrationRefused, (int)refusal.Status, identifier);
        if (refusal.Counter is LmaCounter.TableFull or LmaCounter.PeerQuotaReached or LmaCounter.NodeQuotaReached
            or LmaCounter.SessionKeysExhausted)
        {
            outbox.AddNotice(EngineNotice.TableFull, -1, identifier);
        }
        else if (refusal.Counter == LmaCounter.PoolExhausted)
        {
            outbox.AddNotice(EngineNotice.PoolExhausted, -1, identifier);
        }
    }

    private void RefuseType(in SignallingPath path, int peer, Outbox outbox)
    {
        Counters.Increment(LmaCounter.MessageTypeUnknown);
        Counters.Increment(LmaCounter.BindingErrorSent);
        BindingError error = default;
        error.Status = BindingErrorStatus.UnrecognizedMobilityHeaderType;
        WireStatus status = error.Emit(outbox.Room, out int written);
        Invariant.Require(status == WireStatus.Ok);
        outbox.AddTransmit(-1, path, written);
        Peers.NoteSent(peer, path);
    }
}
