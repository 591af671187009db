using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>
/// A MAG revokes bindings of one node (RFC 5846 8.2): MN-ID alone means all that it has from that MAG, each further option narrows
/// it. When the MAG says that the node has moved (triggers 2 to 4), or an update of another MAG waits for just that, its bindings
/// stay for the new MAG as after a de-registration.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    // False when there is no room for another revocation.
    private bool TryRevokeNode(
        int peer, scoped in BindingRevocationIndication indication, Instant now, Outbox outbox, out RevocationStatus status)
    {
        status = JudgeNode(indication);
        if (status != RevocationStatus.Success)
        {
            return true;
        }

        int accessPoint = indication.Options.HasServiceSelection ? _directory.FindSelected(indication.Options.ServiceSelection) : -1;
        if ((indication.Flags & RevocationFlags.Ipv4HomeAddressOnly) == 0)
        {
            return TryMarkNode(peer, accessPoint, indication, now, out status);
        }

        IpAddress address = indication.Options.Ipv4HomeAddressRequest.Address;
        int slot = address.IsUnspecified ? -1 : _cache.FindByIpv4(address);
        if (slot < 0 || !IsMeant(slot, peer, accessPoint, indication))
        {
            status = RevocationStatus.BindingDoesNotExist;
            return true;
        }

        EndRevoked(slot, RevokedPart.Ipv4, now, outbox);
        return true;
    }

    // RFC 5846 6.2.1 and 8.2: 134, 133, 131, 129.
    private static RevocationStatus JudgeNode(scoped in BindingRevocationIndication indication)
    {
        bool isIpv4Only = (indication.Flags & RevocationFlags.Ipv4HomeAddressOnly) != 0;
        return (indication.Flags & RevocationFlags.Proxy) == 0 ? RevocationStatus.FunctionNotSupported
            : indication.Trigger > RevocationTrigger.PossiblyOutOfSync ? RevocationStatus.TriggerNotSupported
            : indication.Options.Identifier.IsEmpty ? RevocationStatus.RevokedNodesIdentityRequired
            : isIpv4Only && indication.Options.Ipv4HomeAddressRequestCount == 0 ? RevocationStatus.Ipv4HomeAddressOptionRequired
            : RevocationStatus.Success;
    }

    private bool TryMarkNode(
        int peer, int accessPoint, scoped in BindingRevocationIndication indication, Instant now, out RevocationStatus status)
    {
        status = RevocationStatus.BindingDoesNotExist;
        int place = -1;
        ulong hash = _cache.HashOf(indication.Options.Identifier);
        for (int probe = _cache.FirstOfNode(hash); probe >= 0; probe = _cache.NextOfNode(probe, hash))
        {
            int slot = _cache.SlotAt(probe);
            if (!IsMeant(slot, peer, accessPoint, indication))
            {
                continue;
            }

            if (place < 0 && !TryAddRevocation(indication.Options.Identifier, RevocationSubject.ByMag, indication.Trigger, out place))
            {
                return false;
            }

            Mark(slot, place);
        }

        if (place >= 0)
        {
            status = RevocationStatus.Success;
            _revocations[place].Peer = peer;
            ConcludeLater(place, now);
        }

        return true;
    }

    private bool IsMeant(int slot, int peer, int accessPoint, scoped in BindingRevocationIndication indication)
    {
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        return entry.Peer == peer
            && entry.IdentifierSubtype == indication.Options.IdentifierSubtype
            && _cache.IsOf(slot, indication.Options.Identifier)
            && (!indication.Options.HasAlternateCareOfAddress || entry.CareOfAddress == indication.Options.AlternateCareOfAddress)
            && (indication.HomeNetworkPrefixes.Count == 0 || HasOneOf(entry.HomeNetworkPrefixes, indication.HomeNetworkPrefixes))
            && (!indication.Options.HasServiceSelection || entry.AccessPoint == accessPoint)
            && (!indication.Options.ThreeGpp.HasPdnConnectionId
                || (entry.HasPdnConnectionId && entry.PdnConnectionId == indication.Options.ThreeGpp.PdnConnectionId));
    }

    private static bool HasOneOf(in IpPrefixList own, in IpPrefixList named)
    {
        bool has = false;
        for (int i = 0; i < named.Count; i++)
        {
            has |= own.Contains(named[i]);
        }

        return has;
    }

    // What this side was revoking goes on as the MAG wishes; its answer to our message finds nothing then.
    private void Mark(int slot, int place)
    {
        ref BindingCacheEntry entry = ref _cache[slot];
        if (entry.Revocation >= 0 && _revocations[entry.Revocation].Subject == RevocationSubject.Binding)
        {
            RemoveRevocation(entry.Revocation);
        }

        entry.Revocation = place;
        entry.State = entry.State == BindingState.Active ? BindingState.Revoking : entry.State;
    }

    private void EndNextOfMag(int place, Instant now, Outbox outbox)
    {
        RevocationTrigger trigger = _revocations[place].Trigger;
        int slot = FindOfNode(_revocations.IdentifierOf(place), place, -1);
        if (slot < 0)
        {
            RemoveRevocation(place);
            return;
        }

        _cache[slot].Revocation = -1;
        bool isAwaited = _cache[slot].WaitingUpdate >= 0
            || trigger is RevocationTrigger.HandoverSameAccess or RevocationTrigger.HandoverDifferentAccess or RevocationTrigger.HandoverUnknown;
        if (!isAwaited)
        {
            EndRevoked(slot, RevokedPart.Whole, now, outbox);
        }
        else if (_cache[slot].State != BindingState.DeregistrationGrace)
        {
            EnterGrace(slot, now);
            Describe(slot, out outbox.AddSession(EffectKind.InstallSession, slot));
            outbox.AddNotice(EngineNotice.BindingDeregistered, slot, _cache.IdentifierOf(slot));
        }

        ConcludeLater(place, now);
    }
}
