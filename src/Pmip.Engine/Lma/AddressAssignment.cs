using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <summary>
/// Decides which addresses a registration gets (RFC 5213 5.3.2 and 5.4.1.1, RFC 5844 3.1.2) and moves them between pools and
/// bindings. Planning changes nothing, so a refusal leaves no trace; a plan that was made is carried out without failing.
/// </summary>
internal sealed class AddressAssignment(BindingCache cache, ServiceDirectory directory)
{
    private ServiceDirectory _directory = directory;

    private const int PrefixLength = 64;

    /// <summary>Goes on with other access points and subscribers, whose pools know already what the bindings have.</summary>
    public void Reconfigure(ServiceDirectory directory) => _directory = directory;

    /// <summary>Plans for the binding in <paramref name="slot"/>, or for a new one when it is -1.</summary>
    public Refusal Plan(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, Instant now, out AddressPlan plan)
    {
        plan = default;
        PdnType type = _directory.TypeFor(request.AccessPoint, request.Subscriber);
        if (request.ListsIpv6 && (type & PdnType.Ipv6) == 0)
        {
            return Refusal.Ipv6NotAllowed;
        }

        if (request.ListsIpv4 && (type & PdnType.Ipv4) == 0)
        {
            return Refusal.Ipv4NotAllowed;
        }

        Refusal refusal = PlanIpv6(update, request, slot, now, ref plan);
        if (refusal.IsNone)
        {
            refusal = PlanIpv4(update, request, slot, now, ref plan);
        }

        // A PBU that lists one family only gives the other up after a handoff (RFC 5844 3.1.2.4), and when it brings back what was
        // de-registered: what it does not ask for ended then.
        if (refusal.IsNone && slot >= 0
            && (cache[slot].CareOfAddress != request.CareOfAddress || cache[slot].State == BindingState.DeregistrationGrace))
        {
            plan.Ipv6 = !request.ListsIpv6 && cache[slot].HasIpv6 ? AddressAction.Release : plan.Ipv6;
            plan.Ipv4 = !request.ListsIpv4 && cache[slot].HasIpv4 ? AddressAction.Release : plan.Ipv4;
        }

        return refusal;
    }

    /// <summary>Carries out a plan that was made in the same step.</summary>
    public void Carry(int slot, in AddressPlan plan, Instant now)
    {
        ref readonly ServiceDirectory.AccessPoint accessPoint = ref _directory.AccessPointAt(cache[slot].AccessPoint);
        switch (plan.Ipv6)
        {
            case AddressAction.Release:
                ReleaseIpv6(slot, now);
                break;
            case AddressAction.TakeNamed:
                TakeNamedPrefixes(accessPoint.Ipv6Pool, plan.Prefixes, now, OwnerOf(cache[slot]));
                cache.SetPrefixes(slot, plan.Prefixes);
                break;
            case AddressAction.TakeAny:
                IpPrefixList prefixes = default;
                prefixes.TryAdd(new IpPrefix(TakeAny(accessPoint.Ipv6Pool, now, OwnerOf(cache[slot])), PrefixLength));
                cache.SetPrefixes(slot, prefixes);
                break;
        }

        switch (plan.Ipv4)
        {
            case AddressAction.Release:
                ReleaseIpv4(slot, now);
                break;
            case AddressAction.TakeNamed:
                TakeNamed(accessPoint.Ipv4Pool, plan.HomeAddress4, now, OwnerOf(cache[slot]));
                cache.SetIpv4(slot, plan.HomeAddress4);
                break;
            case AddressAction.TakeAny:
                cache.SetIpv4(slot, TakeAny(accessPoint.Ipv4Pool, now, OwnerOf(cache[slot])));
                break;
        }
    }

    /// <summary>Gives the prefixes of a binding back, if it has any.</summary>
    public void ReleaseIpv6(int slot, Instant now)
    {
        ref readonly BindingCacheEntry entry = ref cache[slot];
        AddressPool? pool = _directory.AccessPointAt(entry.AccessPoint).Ipv6Pool;
        for (int i = 0; i < entry.HomeNetworkPrefixes.Count; i++)
        {
            Release(pool, entry.HomeNetworkPrefixes[i].Masked.Address, now, OwnerOf(entry));
        }

        cache.ClearPrefixes(slot);
    }

    /// <summary>Gives some of the prefixes of a binding back, which keeps others.</summary>
    public void ReleasePrefixes(int slot, in IpPrefixList named, Instant now)
    {
        AddressPool? pool = _directory.AccessPointAt(cache[slot].AccessPoint).Ipv6Pool;
        IpPrefixList all = cache[slot].HomeNetworkPrefixes;
        IpPrefixList left = default;
        for (int i = 0; i < all.Count; i++)
        {
            if (named.Contains(all[i]))
            {
                Release(pool, all[i].Masked.Address, now, OwnerOf(cache[slot]));
            }
            else
            {
                left.TryAdd(all[i]);
            }
        }

        Invariant.Require(left.Count > 0);
        cache.ClearPrefixes(slot);
        cache.SetPrefixes(slot, left);
    }

    /// <summary>Gives the IPv4 home address of a binding back, if it has one.</summary>
    public void ReleaseIpv4(int slot, Instant now)
    {
        if (cache[slot].HasIpv4)
        {
            Release(_directory.AccessPointAt(cache[slot].AccessPoint).Ipv4Pool, cache[slot].HomeAddress4, now, OwnerOf(cache[slot]));
            cache.ClearIpv4(slot);
        }
    }

    // Who an address belongs to, for the pool: the connection, not the node, which may have several.
    private static ulong OwnerOf(in BindingCacheEntry entry) =>
        OwnerOf(entry.IdentifierHash, entry.AccessPoint, entry.HasPdnConnectionId ? entry.PdnConnectionId : -1);

    private static ulong OwnerOf(in RegistrationRequest request) =>
        OwnerOf(request.IdentifierHash, request.AccessPoint, request.HasPdnConnectionId ? request.PdnConnectionId : -1);

    private static ulong OwnerOf(ulong identifierHash, int accessPoint, int connection) =>
        unchecked(identifierHash ^ ((((ulong)(uint)accessPoint << 9) + (ulong)(connection + 1)) << 1)) | 1;

    private static IpAddress TakeAny(AddressPool? pool, Instant now, ulong owner)
    {
        IpAddress address = default;
        bool isTaken = pool is not null && pool.TryTake(now, owner, out address);
        Invariant.Require(isTaken);
        return address;
    }

    private static void TakeNamedPrefixes(AddressPool? pool, in IpPrefixList prefixes, Instant now, ulong owner)
    {
        for (int i = 0; i < prefixes.Count; i++)
        {
            TakeNamed(pool, prefixes[i].Masked.Address, now, owner);
        }
    }

    // A static address is reserved in the pool, or outside of it: it has nothing to take.
    private static void TakeNamed(AddressPool? pool, IpAddress address, Instant now, ulong owner)
    {
        if (pool is not null && pool.IsAvailable(address, now, owner))
        {
            pool.TakeExactly(address);
        }
    }

    // An address that a pool of another access point has by now goes back there.
    private void Release(AddressPool? own, IpAddress address, Instant now, ulong owner)
    {
        AddressPool? pool = own is not null && own.Covers(address) ? own : _directory.PoolOver(address);
        if (pool is not null && pool.IsTaken(address))
        {
            pool.Release(address, now, owner);
        }
    }

    private Refusal PlanIpv6(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, Instant now, ref AddressPlan plan)
    {
        if (!request.ListsIpv6)
        {
            return Refusal.None;
        }

        if (slot >= 0 && cache[slot].HasIpv6)
        {
            return request.NamesPrefix && !cache[slot].HomeNetworkPrefixes.SetEquals(update.HomeNetworkPrefixes)
                ? Refusal.PrefixSetDiffers
                : Refusal.None;
        }

        AddressPool? pool = _directory.AccessPointAt(request.AccessPoint).Ipv6Pool;
        IpPrefix? own = _directory.StaticPrefixOf(request.Subscriber);
        if (request.NamesPrefix)
        {
            plan.Ipv6 = AddressAction.TakeNamed;
            for (int i = 0; i < update.HomeNetworkPrefixes.Count; i++)
            {
                IpPrefix wanted = update.HomeNetworkPrefixes[i].Masked;
                bool isOwn = own is IpPrefix mine && mine.Masked == wanted;
                bool isOfPool = own is null && wanted.Length == PrefixLength && pool is not null && pool.IsAvailable(wanted.Address, now, OwnerOf(request));
                if (!(isOwn || isOfPool) || plan.Prefixes.Contains(wanted) || cache.FindByPrefix(wanted) >= 0)
                {
                    return Refusal.PrefixNotAuthorized;
                }

                plan.Prefixes.TryAdd(wanted);
            }

            return Refusal.None;
        }

        if (own is IpPrefix assigned && cache.FindByPrefix(assigned) < 0)
        {
            plan.Ipv6 = AddressAction.TakeNamed;
            plan.Prefixes.TryAdd(assigned.Masked);
            return Refusal.None;
        }

        plan.Ipv6 = AddressAction.TakeAny;
        return pool is not null && pool.CanTake(now, OwnerOf(request)) ? Refusal.None : Refusal.PoolExhausted;
    }

    private Refusal PlanIpv4(in ProxyBindingUpdate update, in RegistrationRequest request, int slot, Instant now, ref AddressPlan plan)
    {
        if (!request.ListsIpv4)
        {
            return Refusal.None;
        }

        IpAddress wanted = update.Ipv4HomeAddressRequest.Address;
        if (slot >= 0 && cache[slot].HasIpv4)
        {
            return request.NamesIpv4 && cache[slot].HomeAddress4 != wanted ? Refusal.Ipv4AddressNotAuthorized : Refusal.None;
        }

        AddressPool? pool = _directory.AccessPointAt(request.AccessPoint).Ipv4Pool;
        IpAddress own = _directory.StaticIpv4Of(request.Subscriber);
        if (request.NamesIpv4)
        {
            plan.Ipv4 = AddressAction.TakeNamed;
            plan.HomeAddress4 = wanted;
            bool isOfPool = own.IsUnspecified && pool is not null && pool.IsAvailable(wanted, now, OwnerOf(request));
            return (own == wanted || isOfPool) && cache.FindByIpv4(wanted) < 0 ? Refusal.None : Refusal.Ipv4AddressNotAuthorized;
        }

        if (!own.IsUnspecified && cache.FindByIpv4(own) < 0)
        {
            plan.Ipv4 = AddressAction.TakeNamed;
            plan.HomeAddress4 = own;
            return Refusal.None;
        }

        plan.Ipv4 = AddressAction.TakeAny;
        return pool is not null && pool.CanTake(now, OwnerOf(request)) ? Refusal.None : Refusal.PoolExhausted;
    }
}
