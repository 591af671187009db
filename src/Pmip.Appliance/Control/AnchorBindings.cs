using System;
using System.Buffers.Text;
using Pmip.Engine.Lma;
using Pmip.Foundation.Time;
using Pmip.Wire.Options;

namespace Pmip.Appliance.Control;

/// <summary>The binding cache of the LMA for the console.</summary>
internal sealed class AnchorBindings(LocalMobilityAnchor anchor, int firstSession) : IBindingSource
{
    public ReadOnlySpan<byte> Role => "lma"u8;

    public int FirstSession => firstSession;

    public int Capacity => anchor.Capacity;

    // One row is read at a time, so one room for the octets and one for the text do.
    private readonly byte[] _options = new byte[BindingCacheEntryView.OptionRoomLength];
    private readonly byte[] _text = new byte[5 * BindingCacheEntryView.OptionRoomLength];

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
            HasChargingId = view.ChargingId != 0,
            ChargingId = view.ChargingId,
            IsIpv4Deferred = view.IsIpv4Deferred,
            ThreeGppOptions = TextOf(view),
        };
        return true;
    }

    // 13:00f110 25:4000: of each option the subtype and its octets.
    private ReadOnlySpan<byte> TextOf(scoped in BindingCacheEntryView view)
    {
        int length = 0;
        KeptOptionReader reader = view.ReadOptions(_options);
        while (reader.TryNext(out ThreeGppSubtype subtype, out ReadOnlySpan<byte> value))
        {
            if (length > 0)
            {
                _text[length++] = (byte)' ';
            }

            Utf8Formatter.TryFormat((byte)subtype, _text.AsSpan(length), out int digits);
            length += digits;
            _text[length++] = (byte)':';
            foreach (byte octet in value)
            {
                _text[length++] = "0123456789abcdef"u8[octet >> 4];
                _text[length++] = "0123456789abcdef"u8[octet & 15];
            }
        }

        return _text.AsSpan(0, length);
    }
}
