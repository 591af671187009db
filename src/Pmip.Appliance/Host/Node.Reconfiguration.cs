using System;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host.Reconfiguration;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath.Ladder;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;
using Pmip.Linux;

namespace Pmip.Appliance.Host;

/// <content>
/// Another configuration for the running node. Everything is made on the thread that asks; the loop swaps it in between two steps.
/// One caller at a time.
/// </content>
internal sealed partial class Node : INodeCounts
{
    private const int TunnelsPerTurn = 64;

    /// <summary>How long the loop may take to come by; a turn of a loop that is well takes milliseconds.</summary>
    private static readonly Duration s_patience = Duration.FromSeconds(5);

    /// <inheritdoc/>
    public int Bindings => Count(null).Bindings;

    /// <inheritdoc/>
    public int? CountEnded(ApplianceConfiguration next, out string obstacle)
    {
        string? refusal = TryPrepareEngines(next, out EngineParts parts) ?? ObstacleOf(DataPath.Prepare(DataPathPlan.Of(next, Tunnels.Capacity)), next);
        obstacle = refusal ?? "";
        return refusal is null ? Count(parts).Ended : null;
    }

    /// <summary>Brings <paramref name="next"/> into force while the node runs; all of it or, unless applied, nothing.</summary>
    public LiveOutcome Reconfigure(ApplianceConfiguration next, out string message)
    {
        LiveOutcome outcome = TryPrepare(next, out PreparedNode? prepared, out message);
        if (prepared is null)
        {
            return outcome;
        }

        KernelRouting.Add(Configuration, next, DataPath.TunnelInterfaceIndex, _surroundings.Log);
        SwapWork swap = new(this, prepared);
        MailboxResult result = _surroundings.Mailbox.Post(swap, s_patience);
        if (result != MailboxResult.Done || swap.Status != ReconfigurationStatus.Ready)
        {
            prepared.NewRelay?.Dispose();
            KernelRouting.Remove(next, Configuration, DataPath.TunnelInterfaceIndex, _surroundings.Log);
            message = result == MailboxResult.Done ? TextOf(swap.Status) : TextOf(result);
            return result == MailboxResult.Done && swap.Status != ReconfigurationStatus.PeerTableFull ? LiveOutcome.WantsRestart : LiveOutcome.Refused;
        }

        ChangeTunnels(prepared.Tunnels);
        ApplianceConfiguration before = Configuration;
        Configuration = next;
        swap.OldRelay?.Dispose();
        KernelRouting.Remove(before, next, DataPath.TunnelInterfaceIndex, _surroundings.Log);
        message = swap.DataPathStatus.IsOk ? "" : $"the data path did not take all of it: {swap.DataPathStatus.Message}";
        return LiveOutcome.Applied;
    }

    // What does not fit while the node runs, in words that finish "takes a new start: ..."; null when it fits.
    private string? TryPrepareEngines(ApplianceConfiguration next, out EngineParts parts)
    {
        parts = default;
        ReconfigurationStatus status = ReconfigurationStatus.Ready;
        PreparedAnchorConfiguration? anchor = null;
        if (_anchor is not null && next.Lma is LmaConfiguration lma)
        {
            status = _anchor.Engine.Prepare(lma with { Supervision = Restarted(lma.Supervision) }, out anchor);
        }

        PreparedGatewayConfiguration? gateway = null;
        PreparedAccessConfiguration? access = null;
        NodeProfiles? profiles = null;
        if (status == ReconfigurationStatus.Ready && _gateway is not null && next is { Mag: MagConfiguration mag, Access: not null })
        {
            status = _gateway.Engine.Prepare(mag with { Supervision = Restarted(mag.Supervision) }, out gateway);
            profiles = new NodeProfiles(next.Access, mag, _gateway.Profiles);
            if (_gateway.Links.Prepare(AccessSide.SettingsOf(next, profiles), out access) != AccessReconfiguration.Ready)
            {
                return "the access links are made anew";
            }
        }

        parts = new EngineParts(anchor, gateway, access, profiles);
        return status == ReconfigurationStatus.Ready && (anchor is not null) == (_anchor is not null) && (gateway is not null) == (_gateway is not null)
            ? null
            : TextOf(status);
    }

    private string? ObstacleOf(PreparedAdapter? dataPath, ApplianceConfiguration next) =>
        next.Tunnels.Count > Tunnels.Capacity ? "there is no room for so many static tunnels"
            : dataPath is null ? "the data path is made anew"
            : null;

    private LiveOutcome TryPrepare(ApplianceConfiguration next, out PreparedNode? prepared, out string message)
    {
        prepared = null;
        message = "";
        string? refusal = TryPrepareEngines(next, out EngineParts parts);
        PreparedAdapter? dataPath = DataPath.Prepare(DataPathPlan.Of(next, Tunnels.Capacity));
        PreparedTunnels? tunnels = Tunnels.Prepare(next.Tunnels);
        refusal ??= ObstacleOf(dataPath, next);
        if (refusal is not null || dataPath is null || tunnels is null)
        {
            message = refusal ?? "";
            return LiveOutcome.WantsRestart;
        }

        // Silence that was measured so far still counts, unless the limit is another one.
        IdleConnections[] connections = next.GreSupervision == Configuration.GreSupervision
            ? Loop.Supervision.Connections
            : Supervise(next.GreSupervision);
        prepared = new PreparedNode
        {
            Configuration = next,
            Anchor = parts.Anchor,
            Gateway = parts.Gateway,
            Access = parts.Access,
            Profiles = parts.Profiles,
            AccessPoints = next.Mag is null ? null : new AccessPointNames(next.Mag.AccessPoints),
            DataPath = dataPath,
            Tunnels = tunnels,
            Supervision = new TunnelSupervision(Tunnels, tunnels.IsSupervised, connections),
        };
        if (next.Access is { DhcpServer.IsUnspecified: false } access && _accessPorts is { DhcpRelay: null })
        {
            LinuxStatus opened = DhcpRelayPort.TryOpen(next.Transport.Ipv4, access.DhcpServer, out DhcpRelayPort? relay);
            prepared.NewRelay = relay;
            if (!opened.IsOk)
            {
                prepared = null;
                message = $"UDP port 67 at {next.Transport.Ipv4}, for relaying DHCP: {opened.Message}";
                return LiveOutcome.Refused;
            }
        }

        return LiveOutcome.Applied;
    }

    private void ChangeTunnels(PreparedTunnels prepared)
    {
        int all = prepared.Replacements.Length;
        foreach (bool isUp in (ReadOnlySpan<bool>)[false, true])
        {
            for (int first = 0; first < all; first += TunnelsPerTurn)
            {
                _ = _surroundings.Mailbox.Post(new TunnelWork(this, prepared, first, Math.Min(TunnelsPerTurn, all - first), isUp), s_patience);
            }
        }
    }

    private (int Bindings, int Ended) Count(EngineParts? parts)
    {
        CountWork work = new(this, parts ?? default);
        return _surroundings.Mailbox.Post(work, s_patience) == MailboxResult.Done ? (work.Bindings, work.Ended) : (0, 0);
    }

    private static string TextOf(ReconfigurationStatus status) => status switch
    {
        ReconfigurationStatus.PeersTooMany => "it names more peers than limits.peers has places for",
        ReconfigurationStatus.PeerTableFull => "all places of limits.peers are held by peers that have bindings; try again when some are gone",
        _ => "the engines are made anew",
    };

    private static string TextOf(MailboxResult result) => result switch
    {
        MailboxResult.NodeEnded => "the node has ended; nothing has changed",
        MailboxResult.TakenBack => "the control loop did not come by in time; nothing has changed",
        _ => "the control loop did not answer in time; look at what is running",
    };

    private readonly record struct EngineParts(
        PreparedAnchorConfiguration? Anchor, PreparedGatewayConfiguration? Gateway, PreparedAccessConfiguration? Access, NodeProfiles? Profiles);
}
