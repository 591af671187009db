using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>What a Proxy Binding Update must satisfy before a table changes, in the order of RFC 5213 5.3.1.</content>
public sealed partial class LocalMobilityAnchor
{
    // 160, 154, 153, 152, 151: who is it, and is it served here.
    private Refusal CheckIdentity(in ProxyBindingUpdate update, ref RegistrationRequest request)
    {
        if (!update.HasIdentifier || update.Identifier.IsEmpty)
        {
            return Refusal.IdentifierMissing;
        }

        if (update.Identifier.Length > _cache.IdentifierOctetsMax)
        {
            return Refusal.IdentifierTooLong;
        }

        if (update.LinkLayerIdentifier.Length > BindingCacheEntry.LinkLayerIdentifierMax)
        {
            return Refusal.LinkLayerIdentifierTooLong;
        }

        IpAddress careOf = request.CareOfAddress;
        if (careOf.IsUnspecified || careOf.IsMulticast || careOf.IsLinkLocal || careOf.IsLoopback
            || (careOf.IsIPv4 && !request.Path.IsIPv4Transport))
        {
            return Refusal.CareOfAddressInvalid;
        }

        // A MAG that leaves the list may only let go of what it has.
        if (!Peers.Accepts(request.Peer) && !request.IsDeregistration)
        {
            return Refusal.MagNotAuthorized;
        }

        // User traffic of a node must not be turned to somebody who is no MAG of ours.
        if (update.HasAlternateCareOfAddress && !Peers.IsTrusted(careOf))
        {
            return Refusal.MagNotAuthorized;
        }

        request.IdentifierHash = _cache.HashOf(update.Identifier);
        return _directory.Resolve(update, ref request);
    }

    // 157, 156, 135 (RFC 5213 5.5, RFC 6275 9.5.1).
    private Refusal CheckOrder(in ProxyBindingUpdate update, int slot, WallClock wall)
    {
        if (update.HasTimestamp)
        {
            if (slot >= 0 && update.Timestamp <= _cache[slot].LastTimestamp)
            {
                return Refusal.TimestampOld;
            }

            ulong distance = update.Timestamp > wall.Timestamp ? update.Timestamp - wall.Timestamp : wall.Timestamp - update.Timestamp;
            return distance <= _timestampWindow ? Refusal.None : Refusal.TimestampOutOfWindow;
        }

        if (slot < 0)
        {
            return Refusal.None;
        }

        ushort ahead = unchecked((ushort)(update.Sequence - _cache[slot].Sequence));
        return ahead is > 0 and < 0x8000 ? Refusal.None : Refusal.SequenceOld;
    }

    // 158, 161, 162 and what is wrong with the addresses asked for by their number or form.
    private Refusal CheckOptions(in ProxyBindingUpdate update, in RegistrationRequest request)
    {
        if (!request.ListsIpv6 && !request.ListsIpv4)
        {
            return Refusal.AddressOptionsMissing;
        }

        if (!update.HasHandoffIndicator)
        {
            return Refusal.HandoffIndicatorMissing;
        }

        if (!update.HasAccessTechnologyType)
        {
            return Refusal.AccessTechnologyMissing;
        }

        if (_isThreeGpp && _configuration.RequireTimestamp && !update.HasTimestamp)
        {
            return Refusal.TimestampMissing;
        }

        if (_isThreeGpp && update.HomeNetworkPrefixes.Count > 1)
        {
            return Refusal.PrefixesTooMany;
        }

        if (update.OptionSet.ExcessPrefixCount > 0)
        {
            return Refusal.PrefixesOverCapacity;
        }

        if (update.Ipv4HomeAddressRequestCount > 1)
        {
            return Refusal.Ipv4RequestsTooMany;
        }

        return request.HasUnusablePrefix ? Refusal.PrefixNotAuthorized : Refusal.None;
    }

    // 163 and 129: the user traffic goes in GRE with keys (R4). RFC 5845 leaves it to the LMA whether keys are required; we
    // require them, because the data path tells connections apart by nothing else.
    private Refusal CheckTunnel(in ProxyBindingUpdate update, in RegistrationRequest request, int slot)
    {
        if (CheckEncapsulation(update, request) is { IsNone: false } refusal)
        {
            return refusal;
        }

        // A MAG that de-registered has let go of its key, so a revival brings another.
        bool needsKey = slot < 0 || _cache[slot].CareOfAddress != request.CareOfAddress || update.HasGreKeyOption
            || _cache[slot].State == BindingState.DeregistrationGrace;
        bool hasKey = update.HasGreKey && !update.GreKey.IsNone;
        return needsKey && !hasKey ? Refusal.GreKeyMissing : Refusal.None;
    }
}
