using System;
using System.Text;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Processes;
using Pmip.Linux.Tunnel;

namespace Pmip.DataPath.Kernel;

/// <summary>The tunnel interface and the external GRE devices, ready for rules; they go with this object.</summary>
internal sealed class KernelDevices : IDisposable
{
    private readonly NetlinkChannel _channel;
    private readonly GreDevices _gre;
    private readonly TunDevice? _tunnel;

    /// <summary>Devices that are there already; without <paramref name="tunnel"/>, in tests.</summary>
    internal KernelDevices(NetlinkChannel channel, TunDevice? tunnel, int tunnelIndex)
    {
        _channel = channel;
        _gre = new GreDevices(channel);
        _tunnel = tunnel;
        Tunnel = tunnelIndex;
    }

    /// <summary>Index of the tunnel interface.</summary>
    public int Tunnel { get; }

    /// <summary>Index of the GRE device over IPv6, or 0.</summary>
    public int Gre6 { get; private set; }

    /// <summary>Index of the GRE device over IPv4, or 0.</summary>
    public int Gre4 { get; private set; }

    /// <summary>Makes them; null, and in <paramref name="problem"/> why, when one cannot be had.</summary>
    public static KernelDevices? TryOpen(DataPathConfiguration configuration, out NetlinkChannel? channel, out string problem)
    {
        LinuxStatus status = NetlinkChannel.TryOpen(out channel);
        if (channel is null)
        {
            problem = $"no netlink socket: {status.Message}";
            return null;
        }

        string name = configuration.TunnelInterface;
        status = TunDevice.TryCreate(name, out TunDevice? tunnel);
        LinkTable links = new(channel);
        LinkState link = default;
        status = status.IsOk ? links.TryGet(Encoding.UTF8.GetBytes(name), out link) : status;
        status = status.IsOk ? links.SetMtu(link.Index, configuration.TunnelMtu) : status;
        if (status.IsOk)
        {
            _ = links.DisableIpv6AddressGeneration(link.Index); // A kernel without IPv6 refuses this, and needs it not.
            status = links.SetUp(link.Index, up: true);
        }

        KernelDevices devices = new(channel, tunnel, link.Index);
        problem = status.IsOk ? devices.Prepare(configuration) : $"tunnel interface {name}: {status.Message}";
        if (problem.Length == 0)
        {
            using Sysctl sysctl = new();
            foreach (string device in (string[])["pmipgre6", "pmipgre4"])
            {
                // Decapsulated packets have sources from everywhere. Where the device is not there, neither is the setting.
                _ = sysctl.TryWrite($"net/ipv4/conf/{device}/rp_filter", "0"u8);
            }

            return devices;
        }

        devices.Dispose();
        return null;
    }

    /// <summary>Makes the GRE devices anew, and the places for rules; gives why that cannot be had.</summary>
    internal string Prepare(DataPathConfiguration configuration)
    {
        TrafficControl traffic = new(_channel);
        LinuxStatus status = traffic.EnsureClassifier(Tunnel);
        if (status.IsOk && !configuration.LocalIpv6.IsUnspecified)
        {
            status = Make("pmipgre6"u8, overIpv6: true, traffic, configuration.TunnelMtu, out int index);
            Gre6 = index;
        }

        if (status.IsOk && !configuration.LocalIpv4.IsUnspecified)
        {
            status = Make("pmipgre4"u8, overIpv6: false, traffic, configuration.TunnelMtu, out int index);
            Gre4 = index;
        }

        return status.IsOk ? "" : $"{status.Message} {_channel.ReasonText}".TrimEnd();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (int device in (ReadOnlySpan<int>)[Gre6, Gre4])
        {
            if (device != 0)
            {
                _ = _gre.Delete(device);
            }
        }

        _tunnel?.Dispose();
        _channel.Dispose();
    }

    // One that a crashed process has left goes first, and its rules with it.
    private LinuxStatus Make(ReadOnlySpan<byte> name, bool overIpv6, TrafficControl traffic, int mtu, out int index)
    {
        LinkTable links = new(_channel);
        if (links.TryGet(name, out LinkState old).IsOk)
        {
            _ = _gre.Delete(old.Index);
        }

        LinuxStatus status = _gre.Ensure(name, overIpv6, mtu, out index);
        return status.IsOk ? traffic.EnsureClassifier(index) : status;
    }
}
