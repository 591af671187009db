using System;
using System.Threading;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Kernel;

/// <content>Start and reconfiguration.</content>
public sealed partial class KernelGreDataPath
{
    /// <summary>Starts the data path for the reason <paramref name="cause"/>; null, and in <paramref name="problem"/> why, when it cannot run.</summary>
    public static KernelGreDataPath? TryOpen(DataPathConfiguration configuration, string cause, out string problem)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        KernelDevices? devices = KernelDevices.TryOpen(configuration, out NetlinkChannel? channel, out problem);
        if (devices is null || channel is null)
        {
            problem = $"{cause}; and kernel GRE cannot take its place: {problem}";
            return null;
        }

        KernelGreDataPath path = new(configuration, devices, channel, cause);
        problem = path.DropTheRest();
        if (problem.Length > 0)
        {
            path.Dispose();
            return null;
        }

        return path;
    }

    /// <inheritdoc/>
    public PreparedDataPath? Prepare(DataPathConfiguration next)
    {
        ArgumentNullException.ThrowIfNull(next);
        DataPathConfiguration now = Volatile.Read(ref _configuration);
        bool fits = next.Roles == now.Roles && next.SessionCapacity == now.SessionCapacity && next.LocalIpv6 == now.LocalIpv6
            && next.LocalIpv4 == now.LocalIpv4 && next.TunnelInterface == now.TunnelInterface && next.TransportMtu == now.TransportMtu;
        return fits ? new PreparedDataPath(next, [], OutlineOf(next)) : null;
    }

    /// <inheritdoc/>
    public LinuxStatus Reconfigure(PreparedDataPath prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        Volatile.Write(ref _configuration, prepared.Configuration);
        _outline = prepared.Outline;
        return LinuxStatus.Ok;
    }

    /// <summary>What no session's rule takes goes nowhere, and is counted; gives why that cannot be had.</summary>
    internal string DropTheRest()
    {
        foreach ((int device, bool egress) in (ReadOnlySpan<(int, bool)>)[(_devices.Tunnel, true), (_devices.Gre6, false), (_devices.Gre4, false)])
        {
            foreach (bool ipv6 in (ReadOnlySpan<bool>)[false, true])
            {
                LinuxStatus status = device == 0
                    ? LinuxStatus.Ok
                    : _rules.Set(LastPlace(device, egress, ipv6), default, new FlowerActions { Drops = true }, FlowerFlags.SkipHardware);
                if (!status.IsOk)
                {
                    return $"flower rule: {status.Message} {System.Text.Encoding.UTF8.GetString(_rules.Reason)}";
                }
            }
        }

        return "";
    }
}
