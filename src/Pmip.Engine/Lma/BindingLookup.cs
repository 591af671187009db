using System;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <summary>
/// Which binding a Proxy Binding Update is about (RFC 5213 5.4.1, RFC 5844 3.1.2; TS 29.275 5.1.1 with its own identity).
/// </summary>
/// <remarks>
/// In 3GPP mode a binding is MN-ID, APN and PDN connection identifier, so at most one matches and a match is an update
/// whatever the handoff indicator says. In IETF mode cases A, B and C hold, among the bindings of one such connection.
/// </remarks>
internal sealed class BindingLookup(BindingCache cache, bool isThreeGpp)
{
    /// <summary>The binding to update, or -1 for a new session. A refusal comes with the binding it was compared with.</summary>
    public int Find(in ProxyBindingUpdate update, in RegistrationRequest request, out Refusal refusal)
    {
        refusal = Refusal.None;
        if (isThreeGpp)
        {
            return FindConnection(update, request, ref refusal);
        }

        return request.NamesPrefix || request.NamesIpv4
            ? FindByAddress(update, request, ref refusal)
            : FindByNode(update, request);
    }

    /// <summary>The binding of the node that has exactly the prefixes that the update names, or -1.</summary>
    public int FindHolder(in ProxyBindingUpdate update)
    {
        int slot = cache.FindByPrefix(update.HomeNetworkPrefixes[0]);
        return slot >= 0 && IsNode(slot, update) && cache[slot].HomeNetworkPrefixes.SetEquals(update.HomeNetworkPrefixes) ? slot : -1;
    }

    /// <summary>Bindings that the node has.</summary>
    public int CountOfNode(in ProxyBindingUpdate update, in RegistrationRequest request)
    {
        int count = 0;
        ulong hash = request.IdentifierHash;
        for (int probe = cache.FirstOfNode(hash); probe >= 0; probe = cache.NextOfNode(probe, hash))
        {
            count += IsNode(cache.SlotAt(probe), update) ? 1 : 0;
        }

        return count;
    }

    /// <summary>True when some node with the identifier has a binding.</summary>
    public bool HasBindings(ReadOnlySpan<byte> identifier)
    {
        ulong hash = cache.HashOf(identifier);
        for (int probe = cache.FirstOfNode(hash); probe >= 0; probe = cache.NextOfNode(probe, hash))
        {
            if (cache.IsOf(cache.SlotAt(probe), identifier))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The one binding of the connection's node that cases B and C could mean, or -1; in 3GPP mode there is no doubt.</summary>
    public int FindOnly(in ProxyBindingUpdate update, in RegistrationRequest request)
    {
        int only = -1;
        ulong hash = request.IdentifierHash;
        for (int probe = isThreeGpp ? -1 : cache.FirstOfNode(hash); probe >= 0; probe = cache.NextOfNode(probe, hash))
        {
            int slot = cache.SlotAt(probe);
            if (IsConnection(cache[slot], request) && IsNode(slot, update))
            {
                if (only >= 0)
                {
                    return -1;
                }

                only = slot;
            }
        }

        return only;
    }

    // At a definite handoff a MAG that sends no PDN connection ID takes over the one connection of the node to the APN, and one
    // that sends it takes over what another had registered without (TS 29.275 5.1.1).
    private int FindConnection(in ProxyBindingUpdate update, in RegistrationRequest request, ref Refusal refusal)
    {
        int count = 0;
        int only = -1;
        int unnamed = -1;
        ulong hash = request.IdentifierHash;
        for (int probe = cache.FirstOfNode(hash); probe >= 0; probe = cache.NextOfNode(probe, hash))
        {
            int slot = cache.SlotAt(probe);
            cache.Touch(slot);
            if (cache[slot].AccessPoint != request.AccessPoint || !IsNode(slot, update))
            {
                continue;
            }

            if (IsConnection(cache[slot], request))
            {
                return slot;
            }

            count++;
            only = slot;
            unnamed = cache[slot].HasPdnConnectionId ? unnamed : slot;
        }

        if (update.HandoffIndicator is not (HandoffIndicator.BetweenInterfaces or HandoffIndicator.BetweenMags))
        {
            return -1;
        }

        if (request.HasPdnConnectionId)
        {
            return unnamed;
        }

        refusal = count > 1 ? Refusal.ConnectionAmbiguous : refusal;
        return count == 1 ? only : -1;
    }

    // Case A. A binding that may not be updated makes this a new session, which fails later since its address is taken.
    private int FindByAddress(in ProxyBindingUpdate update, in RegistrationRequest request, ref Refusal refusal)
    {
        int slot = -1;
        for (int i = 0; i < update.HomeNetworkPrefixes.Count && slot < 0; i++)
        {
            slot = cache.FindByPrefix(update.HomeNetworkPrefixes[i]);
        }

        if (!request.NamesPrefix)
        {
            slot = cache.FindByIpv4(update.Ipv4HomeAddressRequest.Address);
        }

        if (slot < 0 || !IsNode(slot, update))
        {
            return -1;
        }

        // The addresses of one service are not those of another: the change of service is a new session (RFC 5149 4).
        ref readonly BindingCacheEntry entry = ref cache[slot];
        if (entry.AccessPoint != request.AccessPoint)
        {
            return -1;
        }

        bool isPart = request.IsDeregistration && HoldsAll(entry, update);
        if (request.NamesPrefix && !isPart && !entry.HomeNetworkPrefixes.SetEquals(update.HomeNetworkPrefixes))
        {
            refusal = Refusal.PrefixSetDiffers;
            return slot;
        }

        bool isSameTechnology = update.HasAccessTechnologyType && update.AccessTechnologyType == entry.AccessTechnology;
        bool isSameInterface = update.HasLinkLayerIdentifier && entry.HasSameLinkLayerIdentifier(update.LinkLayerIdentifier);
        bool isBetweenMags = !update.HasLinkLayerIdentifier && entry.LinkLayerIdentifierLength == 0
            && update.HandoffIndicator == HandoffIndicator.BetweenMags;
        bool isUpdate = update.HandoffIndicator == HandoffIndicator.BetweenInterfaces
            || (isSameTechnology && (isSameInterface || isBetweenMags || entry.CareOfAddress == request.CareOfAddress));
        return isUpdate ? slot : -1;
    }

    // Cases B and C. In case C a first registration that is sent again may say "new interface" once more; that it is the same
    // connection shows in the tunnel end, which no other connection of the MAG has (R14).
    private int FindByNode(in ProxyBindingUpdate update, in RegistrationRequest request)
    {
        int count = 0;
        int only = -1;
        ulong hash = request.IdentifierHash;
        for (int probe = cache.FirstOfNode(hash); probe >= 0; probe = cache.NextOfNode(probe, hash))
        {
            int slot = cache.SlotAt(probe);
            ref readonly BindingCacheEntry entry = ref cache[slot];
            if (!IsConnection(entry, request) || !IsNode(slot, update))
            {
                continue;
            }

            if (!update.HasLinkLayerIdentifier && update.HasGreKey && update.GreKey == entry.DownlinkKey
                && entry.CareOfAddress == request.CareOfAddress)
            {
                return slot;
            }

            if (update.HasLinkLayerIdentifier && entry.HasSameLinkLayerIdentifier(update.LinkLayerIdentifier)
                && update.HasAccessTechnologyType && update.AccessTechnologyType == entry.AccessTechnology)
            {
                return slot;
            }

            only = slot;
            count++;
        }

        bool isHandoff = update.HandoffIndicator == HandoffIndicator.BetweenInterfaces
            || (!update.HasLinkLayerIdentifier && update.HandoffIndicator == HandoffIndicator.BetweenMags);
        return count == 1 && isHandoff ? only : -1;
    }

    /// <summary>True when every prefix that the update names is the binding's.</summary>
    public static bool HoldsAll(in BindingCacheEntry entry, in ProxyBindingUpdate update) =>
        update.HomeNetworkPrefixes.Count > 0 && update.HomeNetworkPrefixes.IsSubsetOf(entry.HomeNetworkPrefixes);

    private static bool IsConnection(in BindingCacheEntry entry, in RegistrationRequest request) =>
        entry.AccessPoint == request.AccessPoint && entry.HasPdnConnectionId == request.HasPdnConnectionId
        && entry.PdnConnectionId == request.PdnConnectionId;

    private bool IsNode(int slot, in ProxyBindingUpdate update) =>
        cache[slot].IdentifierSubtype == update.IdentifierSubtype && cache.IsOf(slot, update.Identifier);
}
