using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>De-registrations of a binding or of one family (RFC 5213 5.3.5, RFC 5844 3.1.2.5).</content>
public sealed partial class LocalMobilityAnchor
{
    private void Deregister(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, Instant now, Outbox outbox)
    {
        if (slot < 0 || !HoldsNamedAddresses(update, request, slot))
        {
            Counters.Increment(LmaCounter.DeregistrationUnmatched);
            return;
        }

        ref BindingCacheEntry entry = ref _cache[slot];
        if (entry.CareOfAddress != request.CareOfAddress)
        {
            Counters.Increment(LmaCounter.DeregistrationFromOldMag);
            return;
        }

        GreKey downlink = entry.DownlinkKey;
        ushort granted = entry.LifetimeUnits;
        Accept(update, request, slot);
        entry.DownlinkKey = downlink;
        entry.LifetimeUnits = granted;
        ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(entry.AccessPoint);
        Acknowledgements.Accept(update, request, entry, accessPoint, out ProxyBindingAcknowledgement answer);
        bool isPrefixPart = request.NamesPrefix && !entry.HomeNetworkPrefixes.IsSubsetOf(update.HomeNetworkPrefixes);
        bool isWhole = !isPrefixPart && (request.ListsIpv6 || !entry.HasIpv6) && (request.ListsIpv4 || !entry.HasIpv4);
        if (isPrefixPart)
        {
            answer.HomeNetworkPrefixes = update.HomeNetworkPrefixes;
        }

        if (entry.State != BindingState.DeregistrationGrace)
        {
            End(update, request, slot, isWhole, now, outbox);
        }

        answer.LifetimeUnits = 0;
        FinishAnswer(ref answer, update, slot);
        Transmit(slot, request.Path, request.Peer, outbox, answer);
        if (isWhole)
        {
            outbox.AddNotice(EngineNotice.BindingDeregistered, slot, update.Identifier);
        }
    }

    // One family goes at once, the whole binding into its grace time (RFC 5213 5.3.5, RFC 5844 3.1.2.5).
    private void End(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, bool isWhole, Instant now, Outbox outbox)
    {
        if (isWhole)
        {
            EnterGrace(slot, now);
        }
        else
        {
            EndPart(update, request, slot, now);
        }

        Describe(slot, out outbox.AddSession(EffectKind.InstallSession, slot));
    }

    private void EnterGrace(int slot, Instant now)
    {
        Changes.Note(slot);
        Counters.Increment(LmaCounter.BindingDeregistered);
        _cache[slot].State = BindingState.DeregistrationGrace;
        ArmBinding(slot, now.Plus(_configuration.MinDelayBeforeBceDelete));
        if (_cache[slot].WaitingUpdate >= 0)
        {
            Settle(_cache[slot].WaitingUpdate, WaitingOutcome.HasLeft, now);
        }
    }

    private void EndPart(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, Instant now)
    {
        Changes.Note(slot);
        if (request.NamesPrefix && !_cache[slot].HomeNetworkPrefixes.IsSubsetOf(update.HomeNetworkPrefixes))
        {
            Counters.Increment(LmaCounter.PrefixDeregistered);
            _addresses.ReleasePrefixes(slot, update.HomeNetworkPrefixes, now);
        }
        else if (request.ListsIpv6)
        {
            Counters.Increment(LmaCounter.FamilyDeregistered);
            _addresses.ReleaseIpv6(slot, now);
        }

        if (request.ListsIpv4 && _cache[slot].HasIpv4)
        {
            Counters.Increment(LmaCounter.FamilyDeregistered);
            _addresses.ReleaseIpv4(slot, now);
        }
    }

    // A node that changes to a service that it may not use loses the binding whose prefixes the request names (RFC 5149 5). Only
    // its own MAG, in order, can bring that about; in 3GPP mode the service is part of what the binding is and does not change.
    private void EndForeignService(
        in ProxyBindingUpdate update, in RegistrationRequest request, in Refusal refusal, Instant now, WallClock wall, Outbox outbox)
    {
        if (refusal.Status != BindingStatus.ServiceAuthorizationFailed || _isThreeGpp || request.IsDeregistration || !request.NamesPrefix)
        {
            return;
        }

        int slot = _lookup.FindHolder(update);
        if (slot >= 0 && _cache[slot].CareOfAddress == request.CareOfAddress && CheckOrder(update, slot, wall).IsNone)
        {
            Counters.Increment(LmaCounter.BindingServiceChanged);
            outbox.AddNotice(EngineNotice.BindingDeregistered, slot, update.Identifier);
            End(slot, now, outbox);
        }
    }

    private bool HoldsNamedAddresses(in ProxyBindingUpdate update, in RegistrationRequest request, int slot)
    {
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        return (!request.NamesPrefix || BindingLookup.HoldsAll(entry, update))
            && (!request.NamesIpv4 || entry.HomeAddress4 == update.Ipv4HomeAddressRequest.Address)
            && ((request.ListsIpv6 && entry.HasIpv6) || (request.ListsIpv4 && entry.HasIpv4));
    }
}
