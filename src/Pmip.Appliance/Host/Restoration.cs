using System;
using System.Globalization;
using Pmip.Access;
using Pmip.Appliance.State;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Restoration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Host;

/// <summary>
/// Brings the bindings of the process before into new engines. All of them or none: with one lost the peers must hear of the restart, and
/// then they end what they have with us anyway.
/// </summary>
internal static class Restoration
{
    /// <summary>Restores an LMA's bindings; gives how many, and in <paramref name="problem"/> the first that cannot be restored.</summary>
    public static int Restore(KeptBindings kept, LocalMobilityAnchor engine, Instant now, out string problem)
    {
        problem = "";
        int restored = 0;
        for (int slot = 0; slot < kept.Slots && problem.Length == 0; slot++)
        {
            if (kept.TryRead(slot, out ReadOnlySpan<byte> record, out bool isDamaged))
            {
                RestoreStatus status = KeptBinding.TryRead(record, out KeptBinding binding)
                    ? engine.TryRestore(slot, binding, now)
                    : RestoreStatus.Malformed;
                problem = status == RestoreStatus.Restored ? "" : TextOf(slot, status);
                restored++;
            }

            problem = isDamaged ? TextOf(slot, RestoreStatus.Malformed) : problem;
        }

        RestoreRests(kept, now, rest => engine.RestoreRest(rest));
        RestoreCounters(kept, engine.Peers);
        engine.EndRestoration();
        return restored;
    }

    /// <summary>
    /// Restores a MAG's connections and their nodes. A connection whose node cannot be served any more is not lost: its LMA is told that
    /// it ends.
    /// </summary>
    public static int Restore(KeptBindings kept, MobileAccessGateway engine, AccessLinks links, AccessPorts ports, Instant now, out string problem)
    {
        problem = "";
        int restored = 0;
        for (int slot = 0; slot < kept.Slots && problem.Length == 0; slot++)
        {
            if (kept.TryRead(slot, out ReadOnlySpan<byte> record, out bool isDamaged))
            {
                RestoreStatus status = RestoreStatus.Malformed;
                if (KeptConnection.TryRead(record, out KeptConnection connection))
                {
                    FindNode(ref connection, links, ports, now);
                    status = engine.TryRestore(slot, connection, now);
                }

                problem = status == RestoreStatus.Restored ? "" : TextOf(slot, status);
                restored++;
            }

            problem = isDamaged ? TextOf(slot, RestoreStatus.Malformed) : problem;
        }

        RestoreRests(kept, now, rest => engine.RestoreRest(rest));
        RestoreCounters(kept, engine.Peers);
        engine.EndRestoration();
        return restored;
    }

    private static void RestoreRests(KeptBindings kept, Instant now, Action<KeptRest> restore)
    {
        long newest = long.MinValue;
        for (int number = 0; number < kept.Rests; number++)
        {
            if (kept.TryReadRest(number, out KeptRest rest) && IsYetToCome(kept, number, rest, now, ref newest))
            {
                restore(rest);
            }
        }
    }

    private static void RestoreCounters(KeptBindings kept, PeerTable peers)
    {
        for (int place = 0; place < kept.Peers; place++)
        {
            if (kept.TryReadPeer(place, out IpAddress address, out uint counter))
            {
                peers.RestoreCounter(address, counter);
            }
        }
    }

    private static void FindNode(ref KeptConnection connection, AccessLinks links, AccessPorts ports, Instant now)
    {
        int node = -1;
        int number = ConnectionNumber.From(Math.Max(connection.AccessNode, 0)).Connection;
        for (int link = 0; link < ports.Count && connection.IsUp && node < 0; link++)
        {
            node = KeptName.Of(ports.PathsOf(link).Name) == connection.Link
                ? links.Restore(link, connection.LinkLayerAddress, number, connection.NodeAddress, now)
                : -1;
        }

        if (node < 0)
        {
            connection.EndService();
        }
        else
        {
            connection.AccessNode = new ConnectionNumber(node, number).Value;
        }
    }

    // Rests stand in a ring: what comes next goes behind the one that ends last.
    private static bool IsYetToCome(KeptBindings kept, int number, in KeptRest rest, Instant now, ref long newest)
    {
        if (rest.Until.Microseconds >= newest)
        {
            newest = rest.Until.Microseconds;
            kept.GoOnAfterRest(number);
        }

        return rest.Until > now;
    }

    private static string TextOf(int slot, RestoreStatus status) =>
        string.Create(CultureInfo.InvariantCulture, $"the one in slot {slot} cannot be: {Reason(status)}");

    private static string Reason(RestoreStatus status) => status switch
    {
        RestoreStatus.ServiceGone => "its access point or its subscriber is not served any more",
        RestoreStatus.PeerGone => "its peer is not in the list any more, or reached by another path",
        RestoreStatus.OwnAddressGone => "this node has another address now",
        RestoreStatus.AddressGone => "an address of it is in no pool any more, or another one has it",
        RestoreStatus.KeyGone => "its key does not fit any more",
        RestoreStatus.NodeGone => "its node is on no access link",
        RestoreStatus.SlotTaken => "there are fewer slots now",
        _ => "it is damaged",
    };
}
