using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Mag;

/// <content>
/// Uplink traffic before the registration: the uplink key came from another source than the acknowledgement (TS 29.275 6.3,
/// R16). The session is installed and the node is served first, the update is sent then; the acknowledgement confirms the key or
/// changes it in place, a refusal or no answer at all takes the session down.
/// </content>
public sealed partial class MobileAccessGateway
{
    private static bool LacksAddressForKey(in AttachRequest request) =>
        !request.UplinkKey.IsNone && KnownPrefixes(request).Count == 0 && KnownAddress4(request).IsUnspecified;

    private static IpPrefixList KnownPrefixes(in AttachRequest request)
    {
        IpPrefixList prefixes = default;
        for (int i = 0; i < request.HomeNetworkPrefixes.Count && (request.Type & PdnType.Ipv6) != 0; i++)
        {
            if (!request.HomeNetworkPrefixes[i].Masked.Address.IsUnspecified)
            {
                prefixes.TryAdd(request.HomeNetworkPrefixes[i]);
            }
        }

        return prefixes;
    }

    // The unspecified address of either family means that none is known.
    private static IpAddress KnownAddress4(in AttachRequest request) =>
        (request.Type & PdnType.Ipv4) != 0 && request.HomeAddress4.IsIPv4 && !request.HomeAddress4.IsUnspecified ? request.HomeAddress4 : default;

    private void BringUpEarly(int slot, Outbox outbox)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        Invariant.Require(!entry.HasSession);
        Invariant.Require(entry.HasAddress && !entry.UplinkKey.IsNone);
        entry.IsEarly = true;
        Counters.Increment(MagCounter.EarlyUplinksStarted);
        Describe(slot, isForwarding: true, out outbox.AddSession(EffectKind.InstallSession, slot));
        outbox.AddConnection(EffectKind.ConnectionUp, slot, 0, entry.AccessNode);
    }
}
