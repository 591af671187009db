using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Properties;

/// <summary>Each binding has one care-of address and one session; what the engine wants in the data path is exactly its bindings.</summary>
public sealed class S2(World world) : Property(world)
{
    public override void Settled(Node node)
    {
        int expected = 0;
        bool isAnchor = node is AnchorNode;
        for (int slot = 0; slot < node.Images.Length; slot++)
        {
            ref readonly BindingImage image = ref node.Images[slot];
            if (!image.Exists || (!isAnchor && !image.IsActive))
            {
                continue;
            }

            expected++;
            bool isThere = node.Kernel.Wanted.TryGetValue(image.Session, out InstalledSession installed);
            Require(isThere, $"{node.Name} has a binding in slot {slot} without a session");
            TunnelSession session = installed.Session;
            bool hasKeys = isAnchor
                ? session.ReceiveKey == image.UplinkKey && session.SendKey == image.DownlinkKey
                : session.ReceiveKey == image.DownlinkKey && session.SendKey == image.UplinkKey;
            Require(hasKeys, $"{node.Name} has other keys in the session than in slot {slot}");
            bool hasAddresses = session.HomeAddress4 == image.Address4 && session.HomeNetworkPrefixes.Count == image.PrefixCount;
            Require(hasAddresses, $"{node.Name} slot {slot}: other addresses");
            Require(image.PrefixCount == 0 || session.HomeNetworkPrefixes[0].Masked == image.Prefix, $"{node.Name} slot {slot}: other prefix");

            // A MAG whose prefixes were refused holds the traffic until it has others (RFC 5213 6.9.1.2).
            bool isStopped = image.State == (byte)BindingState.Revoking && node.Knowledge.Stopped.Contains(image.Session);
            bool mayForward = isAnchor ? session.IsForwarding == (image.IsActive && !isStopped) : image.IsActive || !session.IsForwarding;
            Require(mayForward, $"{node.Name} slot {slot}: forwarding is {session.IsForwarding}");
            Require(!isAnchor || session.RemoteEndpoint == image.CareOf || session.RemoteEndpoint.IsIPv4, $"{node.Name} slot {slot}: other tunnel end");
        }

        Require(node.Kernel.Wanted.Count == expected, $"{node.Name} has {node.Kernel.Wanted.Count} sessions for {expected} bindings");
    }
}
