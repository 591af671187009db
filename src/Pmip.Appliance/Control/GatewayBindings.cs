using System;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;
using Pmip.Wire.Options;

namespace Pmip.Appliance.Control;

/// <summary>The binding update list of the MAG for the console.</summary>
internal sealed class GatewayBindings(MobileAccessGateway gateway, int firstSession) : IBindingSource
{
    public ReadOnlySpan<byte> Role => "mag"u8;

    public int FirstSession => firstSession;

    public int Capacity => gateway.Capacity;

    public bool TryRead(int slot, Instant now, out BindingRow row)
    {
        if (!gateway.TryRead(slot, now, out BindingUpdateListEntryView view))
        {
            row = default;
            return false;
        }

        row = new BindingRow
        {
            State = EnumText<BindingUpdateState>.Of(view.State),
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
            HasChargingId = view.HasChargingId,
            ChargingId = view.ChargingId,
            IsIpv4Deferred = view.IsIpv4Deferred,
            NameServers = view.NameServers,
            ErrorCode = view.PmipErrorCode == default ? default : EnumText<PmipErrorCode>.Of(view.PmipErrorCode),
        };
        return true;
    }
}
