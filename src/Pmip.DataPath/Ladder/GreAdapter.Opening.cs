using System;
using System.Collections.Generic;
using System.Text;
using Pmip.DataPath.Kernel;
using Pmip.DataPath.Offload;
using Pmip.DataPath.Offload.Plugin;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Ladder;

/// <content>The start: which ground, and which offloads are worth the memory.</content>
public sealed partial class GreAdapter
{
    private const int NotPermitted = 1;
    private const int NotImplemented = 38;

    /// <summary>
    /// Starts the ladder; null, and in <paramref name="problem"/> why, when nothing can carry packets. The ground is the BPF programs unless
    /// the configuration puts the kernel's GRE before them, or the kernel refuses bpf(2) altogether.
    /// </summary>
    public static GreAdapter? TryOpen(DataPathConfiguration configuration, out string problem)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        LinuxStatus status = NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        if (channel is null)
        {
            problem = $"no netlink socket: {status.Message}";
            return null;
        }

        IGreGround? ground = OpenGround(configuration, out problem);
        if (ground is null)
        {
            channel.Dispose();
            return null;
        }

        List<ISessionOffload> offloads = [];
        if (configuration.PluginPath.Length > 0)
        {
            PluginOffload? plugin = PluginOffload.TryOpen(configuration.PluginPath, configuration.PluginOptions, configuration.SessionCapacity, out problem);
            if (plugin is null)
            {
                ground.Dispose();
                channel.Dispose();
                return null;
            }

            offloads.Add(plugin);
        }

        PortFeatures features = new();
        if (WantsFlower(configuration, new LinkTable(channel), features))
        {
            offloads.Add(new FlowerOffload(channel, features, configuration.SessionCapacity, configuration.TunnelMtu));
        }

        return new GreAdapter(configuration, ground, [.. offloads], channel);
    }

    private static IGreGround? OpenGround(DataPathConfiguration configuration, out string problem)
    {
        bool allowsKernel = configuration.Rungs.Length == 0 || Array.IndexOf(configuration.Rungs, Rung.Kernel) >= 0;
        string refusal = PutsKernelFirst(configuration) ? "dataPath.rungs puts kernel before the programs" : BpfRefusal();
        if (allowsKernel && refusal.Length > 0)
        {
            return KernelGreDataPath.TryOpen(configuration, refusal, out problem);
        }

        return BpfGreDataPath.TryOpen(configuration, out problem);
    }

    private static bool PutsKernelFirst(DataPathConfiguration configuration)
    {
        int kernel = Array.IndexOf(configuration.Rungs, Rung.Kernel);
        int programs = Array.FindIndex(configuration.Rungs, static rung => rung is Rung.Xdp or Rung.Tc);
        return kernel >= 0 && (programs < 0 || kernel < programs);
    }

    // A kernel that is locked down, or has no bpf(2) at all, refuses the smallest table.
    private static string BpfRefusal()
    {
        LinuxStatus status = BpfMap.TryCreate(
            new BpfMapShape { Name = "pmip_probe", Type = BpfMapType.Array, KeyLength = 4, ValueLength = 4, EntriesMax = 1 }, out BpfMap? map);
        map?.Dispose();
        return status.Errno is NotPermitted or NotImplemented ? $"the kernel refuses bpf(2): {status.Message}" : "";
    }

    // Its tables cost memory for every session, so without a word of the operator a port has to have the feature on.
    private static bool WantsFlower(DataPathConfiguration configuration, LinkTable links, PortFeatures features)
    {
        if (configuration.Rungs.Length > 0 || (configuration.Roles & DataPathRoles.Mag) == 0)
        {
            return Array.IndexOf(configuration.Rungs, Rung.Flower) >= 0;
        }

        return Array.Exists(configuration.AccessInterfaces, name =>
            links.TryGet(Encoding.UTF8.GetBytes(name), out LinkState link).IsOk && features.TrafficOffloadOf(link.Index) == TrafficOffload.On);
    }
}
