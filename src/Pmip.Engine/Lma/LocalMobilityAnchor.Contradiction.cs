using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Lma;

/// <content>
/// Whether a binding can go on under another configuration: whether it might have been made under it as it is. What a registration
/// would get beside that, such as a shorter lifetime, it gets with its next update.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    // It is registered from an address of a peer, and its traffic goes to one.
    private bool IsPeerDropped(int slot, PreparedAnchorConfiguration prepared)
    {
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        PeerChange change = prepared.Peers;
        int named = change.NamedOf[entry.Peer];
        return change.Drops(entry.Peer)
            || (named >= 0 && !change.Rules.Named[named].Has(entry.Path.OuterRemote))
            || (entry.CareOfAddress != entry.Path.Remote && change.Rules.Find(entry.CareOfAddress) < 0
                && change.Rules.PrefixOf(entry.CareOfAddress) < 0);
    }

    private BindingContradiction Judge(int slot, PreparedAnchorConfiguration prepared, out RevokedPart part)
    {
        ref readonly BindingCacheEntry entry = ref _cache[slot];
        ServiceDirectory next = prepared.Directory;
        part = RevokedPart.Whole;
        BindingContradiction service = next.Judge(_cache.IdentifierOf(slot), entry.IdentifierHash, entry.AccessPoint, out int subscriber);
        if (service != BindingContradiction.None)
        {
            return service;
        }

        if (prepared.Barred.First(entry.UplinkKey.Value) >= 0)
        {
            return BindingContradiction.KeyExcluded;
        }

        int before = _directory.SubscriberOf(_cache.IdentifierOf(slot), entry.IdentifierHash, entry.AccessPoint);
        PdnType type = next.TypeFor(entry.AccessPoint, subscriber);
        BindingContradiction ipv6 = JudgeIpv6(entry, next, type, subscriber, before);
        if (ipv6 != BindingContradiction.None)
        {
            return ipv6;
        }

        BindingContradiction ipv4 = JudgeIpv4(entry, next, type, subscriber, before);
        part = ipv4 != BindingContradiction.None && entry.HasIpv6 ? RevokedPart.Ipv4 : RevokedPart.Whole;
        return ipv4;
    }

    private BindingContradiction JudgeIpv6(in BindingCacheEntry entry, ServiceDirectory next, PdnType type, int subscriber, int before)
    {
        if (!entry.HasIpv6)
        {
            return BindingContradiction.None;
        }

        if ((type & PdnType.Ipv6) == 0)
        {
            return BindingContradiction.TypeNotAllowed;
        }

        IpPrefix? own = next.StaticPrefixOf(subscriber);
        bool isChanged = own?.Masked != _directory.StaticPrefixOf(before)?.Masked || entry.Contradiction == BindingContradiction.StaticAddressChanged;
        AddressPool? pool = next.AccessPointAt(entry.AccessPoint).Ipv6Pool;
        for (int i = 0; i < entry.HomeNetworkPrefixes.Count; i++)
        {
            IpPrefix prefix = entry.HomeNetworkPrefixes[i].Masked;
            bool isOwn = own is IpPrefix mine && mine.Masked == prefix;
            if (!isOwn && Judge(pool, prefix.Address, own is not null, isChanged) is BindingContradiction reason and not BindingContradiction.None)
            {
                return reason;
            }
        }

        return BindingContradiction.None;
    }

    private BindingContradiction JudgeIpv4(in BindingCacheEntry entry, ServiceDirectory next, PdnType type, int subscriber, int before)
    {
        if (!entry.HasIpv4)
        {
            return BindingContradiction.None;
        }

        if ((type & PdnType.Ipv4) == 0)
        {
            return BindingContradiction.TypeNotAllowed;
        }

        IpAddress own = next.StaticIpv4Of(subscriber);
        bool isChanged = own != _directory.StaticIpv4Of(before) || entry.Contradiction == BindingContradiction.StaticAddressChanged;
        return own == entry.HomeAddress4
            ? BindingContradiction.None
            : Judge(next.AccessPointAt(entry.AccessPoint).Ipv4Pool, entry.HomeAddress4, !own.IsUnspecified, isChanged);
    }

    // A second connection has an address of the pool while the first has the subscriber's own; but whoever gets an own address, or
    // another one, is to have that. An own address that is one no more may stay if the pool gives it.
    private static BindingContradiction Judge(AddressPool? pool, IpAddress address, bool hasOwn, bool isOwnChanged) =>
        hasOwn && isOwnChanged ? BindingContradiction.StaticAddressChanged
            : pool is not null && pool.Allows(address) ? BindingContradiction.None
            : isOwnChanged ? BindingContradiction.StaticAddressChanged
            : BindingContradiction.AddressNotOfPool;
}
