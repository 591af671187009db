using System.Globalization;
using System.Linq;
using Pmip.Engine.Mag;
using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>
/// When everything is healed: each device that is there has its bindings at the right MAG and LMA with the same keys and addresses at both ends, nobody
/// else has one, and nothing waits for an answer.
/// </summary>
public static class Liveness
{
    /// <summary>What is not yet so; null when all is well.</summary>
    public static string? Trouble(World world)
    {
        int[] expectedAtAnchor = new int[world.Anchors.Length];
        int[] expectedAtGateway = new int[world.Gateways.Length];
        foreach (Device device in world.Devices.Where(static device => device.Mag >= 0))
        {
            for (int connection = 0; connection < device.Connections.Length; connection++)
            {
                expectedAtAnchor[device.Connections[connection].Lma]++;
                expectedAtGateway[device.Mag]++;
                if (TroubleOf(world, device, connection) is string trouble)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"device {device.Number}.{connection} at mag{device.Mag}: {trouble}");
                }
            }
        }

        foreach (Node node in world.Nodes)
        {
            int expected = node is AnchorNode ? expectedAtAnchor[node.Number] : expectedAtGateway[node.Number - world.Anchors.Length];
            int count = node.Images.Count(static image => image.Exists);
            if (!node.IsRunning || count != expected)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{node.Name} has {count} bindings, not {expected}");
            }
        }

        return null;
    }

    private static string? TroubleOf(World world, Device device, int connection)
    {
        GatewayNode gateway = world.Gateways[device.Mag];
        WantedConnection wanted = device.Connections[connection];
        AnchorNode anchor = world.Anchors[wanted.Lma];
        BindingImage served = gateway.Images.FirstOrDefault(image => image.Exists && image.AccessNode == device.AccessNodeOf(connection));
        if (!served.IsActive)
        {
            return served.Exists ? $"state {(BindingUpdateState)served.State}" : "not in the binding update list";
        }

        // In IETF mode a refresh finds its binding by prefix: a connection identifier that was changed unnoticed stays.
        bool mayDiffer = world.Options.Has(Knob.Ietf) && !world.Options.Has(Knob.Protected);
        BindingImage[] bound = [.. anchor.Images.Where(image => image.Exists && image.Identity == device.Identity
            && image.AccessPoint == wanted.AccessPoint
            && (image.PdnConnectionId == wanted.PdnConnectionId || (mayDiffer && image.UplinkKey == served.UplinkKey)))];
        if (bound.Length != 1 || !bound[0].IsActive)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bound.Length} bindings at {anchor.Name}");
        }

        bool forwards = gateway.Kernel.Present.TryGetValue(served.Session, out InstalledSession session) && session.Session.IsForwarding;
        bool isHere = bound[0].CareOf == gateway.Ipv6 || bound[0].CareOf == gateway.Ipv4;
        bool hasKeys = bound[0].UplinkKey == served.UplinkKey && bound[0].DownlinkKey == served.DownlinkKey;

        // A message that was changed unnoticed may have taken a family from the MAG, which then never asks for it again.
        bool mayLack = !world.Options.Has(Knob.Protected) || world.Options.Has(Knob.InsiderAttacks);
        bool hasAddresses = (bound[0].Prefix == served.Prefix || (mayLack && served.PrefixCount == 0))
            && (bound[0].Address4 == served.Address4 || (mayLack && served.Address4.IsUnspecified));
        return !forwards ? "no traffic passes" : !isHere ? $"bound to {bound[0].CareOf}" : !hasKeys ? "other keys at the other end" : hasAddresses ? null
            : $"{served.Prefix} {served.Address4} here, {bound[0].Prefix} {bound[0].Address4} at {anchor.Name}";
    }
}
