using System;
using System.Collections.Generic;

namespace Pmip.Conformance.Nodes;

/// <summary>The node that the cases examine: octets go in, octets come out, time goes by. Nothing else of it is seen.</summary>
public interface INodeUnderTest : IDisposable
{
    /// <summary>Time of day of the tester, which is to be that of the node: 48.16 fixed point seconds since 1970 (RFC 5213 8.8).</summary>
    ulong Timestamp { get; }

    /// <summary>Time that has gone by.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Sends octets to the node.</summary>
    void Send(Parcel parcel);

    /// <summary>What the node sends next, waited for at most <paramref name="wait"/>; null when nothing came.</summary>
    Parcel? Receive(TimeSpan wait);

    /// <summary>Lets time go by; what the node sends meanwhile is there for <see cref="Receive"/> afterwards.</summary>
    void Wait(TimeSpan duration);

    /// <summary>What the data path would hold, where we see inside the node; null over the network.</summary>
    IReadOnlyCollection<TunnelState>? Tunnels { get; }
}
