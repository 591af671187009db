using System;
using Pmip.Engine.Lma;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary>The binding cache of the LMA for the console.</summary>
internal sealed class AnchorBindings(LocalMobilityAnchor anchor, int firstSession) : IBindingSource
{
    public ReadOnlySpan<byte> Role => "lma"u8;

    public int FirstSession => firstSession;

    public int Capacity => anchor.Capacity;

    public bool TryRead(int slot, Instant now, out BindingRow row)
    {
        if (!anchor.TryRead(slot, now, out BindingCacheEntryView view))
        {
            row = default;
            return false;
        }

        row = new BindingRow
        {
            State = EnumText<BindingState>.Of(view.State),
            Identifier = view.Identifier,
            AccessPoint = view.AccessPoint,
            HomeNetworkPrefixes = view.HomeNetworkPrefixes,
            HomeAddress4 = view.HomeAddress4,
            HomeAddress4PrefixLength = view.HomeAddress4PrefixLength,
            DefaultRouter4 = view.DefaultRouter4,
            Path = view.Path,
            UplinkKey = view.UplinkKey,
            DownlinkKey = view.DownlinkKey,
            LifetimeRemaining = view.LifetimeRemaining,
            LifetimeGranted = view.LifetimeGranted,
            SessionIndex = view.SessionIndex,
            AccessTechnology = view.AccessTechnology,
            LinkLayerAddress = view.LinkLayerAddress,
            PdnConnectionId = view.PdnConnectionId,
        };
        return true;
    }
}
