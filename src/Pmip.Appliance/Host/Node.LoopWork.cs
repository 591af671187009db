using Pmip.Appliance.Host.Reconfiguration;
using Pmip.Appliance.Tunnels;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <content>What the loop does of a reconfiguration: the swap itself, tunnels piece by piece, and counting.</content>
internal sealed partial class Node
{
    private sealed class SwapWork(Node node, PreparedNode prepared) : LoopWork(node.Life)
    {
        public ReconfigurationStatus Status { get; private set; }

        public LinuxStatus DataPathStatus { get; private set; }

        public DhcpRelayPort? OldRelay { get; private set; }

        protected override void Perform()
        {
            Status = ReconfigurationStatus.Ready;
            if (prepared.Gateway is not null)
            {
                Status = node._gateway!.Reconfigure(prepared.Access!, prepared.Gateway, prepared.Profiles!);
            }

            // Where a node is both and the second refuses, the caller starts the node anew.
            if (Status == ReconfigurationStatus.Ready && prepared.Anchor is not null)
            {
                Status = node._anchor!.Engine.Reconfigure(prepared.Anchor, node._clock.Now);
                Status = Status != ReconfigurationStatus.Ready && prepared.Gateway is not null ? ReconfigurationStatus.Superseded : Status;
            }

            if (Status == ReconfigurationStatus.Ready)
            {
                SwapHost();
            }
        }

        private void SwapHost()
        {
            DataPathStatus = node.DataPath.Reconfigure(prepared.DataPath);
            node.Loop.Supervision = prepared.Supervision;
            if (prepared.AccessPoints is AccessPointNames names)
            {
                node._actions!.AccessPoints = names;
            }

            if (prepared.Configuration.Log.Level != node.Configuration.Log.Level)
            {
                node._surroundings.Log.Level = prepared.Configuration.Log.Level;
            }

            if (node._accessPorts is AccessPorts ports)
            {
                SwapRelay(ports, prepared.Configuration.Access?.DhcpServer ?? default);
            }
        }

        private void SwapRelay(AccessPorts ports, IpAddress server)
        {
            if (prepared.NewRelay is DhcpRelayPort relay)
            {
                ports.DhcpRelay = relay;
                _ = node.Poll.Add(relay.Descriptor, LoopToken.Of(LoopSource.DhcpRelay, 0), PollInterest.Read);
            }
            else if (ports.DhcpRelay is DhcpRelayPort running && server.IsUnspecified)
            {
                node.Poll.Remove(running.Descriptor);
                ports.DhcpRelay = null;
                OldRelay = running;
            }
            else if (ports.DhcpRelay is DhcpRelayPort changed)
            {
                changed.Server = server;
            }
        }
    }

    private sealed class TunnelWork(Node node, PreparedTunnels prepared, int first, int count, bool isUp) : LoopWork(node.Life)
    {
        protected override void Perform()
        {
            if (isUp)
            {
                node.Tunnels.BringUp(prepared, first, count);
            }
            else
            {
                node.Tunnels.TakeDown(prepared, first, count);
            }
        }
    }

    private sealed class CountWork(Node node, EngineParts parts) : LoopWork(node.Life)
    {
        public int Bindings { get; private set; }

        public int Ended { get; private set; }

        protected override void Perform()
        {
            Bindings = (node._anchor?.Engine.Count ?? 0) + (node._gateway?.Engine.Count ?? 0);
            Ended = parts.Anchor is null ? 0 : node._anchor!.Engine.CountAffected(parts.Anchor).Total;
            if (parts.Gateway is not null)
            {
                int byMag = node._gateway!.Engine.CountAffected(parts.Gateway).Total;
                int byAccess = node._gateway.Links.CountAffected(parts.Access!);
                Ended += byMag > byAccess ? byMag : byAccess; // What an LMA's going ends, a profile may end too.
            }
        }
    }
}
