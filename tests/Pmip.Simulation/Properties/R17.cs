using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>What a binding has let go of rests for the quarantine: prefixes, IPv4 home addresses and keys.</summary>
public sealed class R17(World world) : Property(world)
{
    private readonly Dictionary<(int Node, int Incarnation, IpAddress Address), long> _addresses = [];
    private readonly Dictionary<(int Node, int Incarnation, GreKey Key, int Peer), long> _keys = [];

    public override void After(Step step)
    {
        foreach (int slot in step.Changed)
        {
            BindingImage before = step.Before[slot];
            BindingImage after = step.After[slot];
            Node node = step.Node;
            if (node is AnchorNode)
            {
                Follow(node, before.PrefixCount > 0 ? before.Prefix.Address : default, after.PrefixCount > 0 ? after.Prefix.Address : default);
                Follow(node, before.Address4, after.Address4);
                FollowKey(node, before.UplinkKey, 0, after.UplinkKey, 0);
            }
            else
            {
                bool isPerPeer = Options.Has(Knob.KeysPerLma);
                FollowKey(node, before.DownlinkKey, isPerPeer ? before.Peer : 0, after.DownlinkKey, isPerPeer ? after.Peer : 0);
            }
        }
    }

    private void Follow(Node node, IpAddress before, IpAddress after)
    {
        if (before == after)
        {
            return;
        }

        if (!after.IsUnspecified)
        {
            bool hasRested = !_addresses.TryGetValue((node.Number, node.Incarnation, after), out long from) || World.Now >= from;
            Require(hasRested, $"{node.Name} gives {after} away, which has to rest until {from}");
        }

        if (!before.IsUnspecified)
        {
            _addresses[(node.Number, node.Incarnation, before)] = World.Now + (Options[Knob.QuarantineSeconds] * World.Second);
        }
    }

    private void FollowKey(Node node, GreKey before, int peerBefore, GreKey after, int peer)
    {
        if (before == after && peerBefore == peer)
        {
            return;
        }

        if (!after.IsNone)
        {
            bool hasRested = !_keys.TryGetValue((node.Number, node.Incarnation, after, peer), out long from) || World.Now >= from;
            Require(hasRested, $"{node.Name} gives the key {after} away, which has to rest until {from}");
        }

        if (!before.IsNone)
        {
            _keys[(node.Number, node.Incarnation, before, peerBefore)] = World.Now + (Options[Knob.QuarantineSeconds] * World.Second);
        }
    }
}
