using System;
using Pmip.Appliance.Control;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Unit.Control;

/// <summary>A table of bindings of any size, each made from its number.</summary>
internal sealed class GeneratedBindings(int capacity, Func<int, bool> isTaken) : IBindingSource
{
    private readonly byte[] _room = new byte[64];

    public byte[]? Identifier { get; init; }

    public ReadOnlySpan<byte> Role => "lma"u8;

    public int FirstSession => 0;

    public int Capacity => capacity;

    public bool TryRead(int slot, Instant now, out BindingRow row)
    {
        row = default;
        if (!isTaken(slot))
        {
            return false;
        }

        System.Text.Unicode.Utf8.TryWrite(_room, System.Globalization.CultureInfo.InvariantCulture, $"mn{slot}@example.com", out int length);
        row.State = "active"u8;
        row.Identifier = Identifier is null ? _room.AsSpan(0, length) : Identifier;
        row.AccessPoint = "ims"u8;
        row.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(0x2001_0db8_0100_0000 + (ulong)slot, 0), 64));
        row.HomeAddress4 = IpAddress.FromIPv4(0x0A2D_0000 + (uint)slot);
        row.HomeAddress4PrefixLength = 16;
        row.Path = new SignallingPath { Form = SignallingForm.Ipv6, Remote = new IpAddress(0x2001_0db8_0000_0000, 0x1_0001) };
        row.UplinkKey = new GreKey(0x100 + (uint)slot);
        row.DownlinkKey = new GreKey(0x200 + (uint)slot);
        row.LifetimeRemaining = Duration.FromSeconds(Math.Max(1800 - slot, 0));
        row.LifetimeGranted = Duration.FromSeconds(3600);
        row.AccessTechnology = AccessTechnologyType.Ethernet;
        row.LinkLayerAddress = new MacAddress(0x0200_0000_0000 + (ulong)slot);
        row.SessionIndex = slot;
        row.HasChargingId = true;
        row.ChargingId = 77;
        row.NameServers.TryAdd(IpAddress.Parse("2001:db8::53"));
        row.NameServers.TryAdd(IpAddress.Parse("10.0.0.53"));
        row.ThreeGppOptions = "13:00f110"u8;
        return true;
    }
}
