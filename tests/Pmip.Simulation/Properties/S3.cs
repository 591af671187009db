using System.Collections.Generic;
using Pmip.Foundation.Addressing;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>No two bindings of an LMA share a prefix, an IPv4 home address or an uplink key.</summary>
public sealed class S3(World world) : Property(world)
{
    private readonly HashSet<IpPrefix> _prefixes = [];
    private readonly HashSet<IpAddress> _addresses = [];
    private readonly HashSet<GreKey> _keys = [];

    public override void After(Step step)
    {
        if (step.Node is not AnchorNode || step.Changed.Count == 0)
        {
            return;
        }

        _prefixes.Clear();
        _addresses.Clear();
        _keys.Clear();
        foreach (ref readonly BindingImage image in step.After)
        {
            if (image.Exists)
            {
                Require(image.PrefixCount == 0 || _prefixes.Add(image.Prefix), $"two bindings have {image.Prefix}");
                Require(image.Address4.IsUnspecified || _addresses.Add(image.Address4), $"two bindings have {image.Address4}");
                Require(_keys.Add(image.UplinkKey), $"two bindings have the key {image.UplinkKey}");
            }
        }
    }
}
