using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>What a binding has let go of rests for the quarantine: prefixes, IPv4 home addresses and keys.</summary>
public sealed class R17(World world) : Property(world)
{
    private readonly Dictionary<(int Node, int Incarnation, IpAddress Address), (long From, int Connection)> _addresses = [];
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
                int was = ConnectionOf(before);
                int isNow = ConnectionOf(after);
                Follow(node, before.PrefixCount > 0 ? before.Prefix.Address : default, was, after.PrefixCount > 0 ? after.Prefix.Address : default, isNow);
                Follow(node, before.Address4, was, after.Address4, isNow);
                FollowKey(node, before.UplinkKey, 0, after.UplinkKey, 0);
            }
            else
            {
                bool isPerPeer = Options.Has(Knob.KeysPerLma);
                FollowKey(node, before.DownlinkKey, isPerPeer ? before.Peer : 0, after.DownlinkKey, isPerPeer ? after.Peer : 0);
            }
        }
    }

    private static int ConnectionOf(in BindingImage image) => (((image.Identity * 2) + image.AccessPoint) * 256) + image.PdnConnectionId;

    // The same connection may have its address again at once: what is still on its way to it is its own.
    private void Follow(Node node, IpAddress before, int connectionBefore, IpAddress after, int connection)
    {
        if (before == after)
        {
            return;
        }

        if (!after.IsUnspecified)
        {
            bool hasRested = !_addresses.TryGetValue((node.Number, node.Incarnation, after), out (long From, int Connection) last)
                || World.Now >= last.From || connection == last.Connection;
            Require(hasRested, $"{node.Name} gives {after} away, which has to rest until {last.From}");
        }

        if (!before.IsUnspecified)
        {
            _addresses[(node.Number, node.Incarnation, before)] = (World.Now + (Options[Knob.QuarantineSeconds] * World.Second), connectionBefore);
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
