using System.Collections.Generic;
using System.Net;

namespace Pmip.Conformance.Nodes;

/// <summary>One tunnel of a node whose inside is seen: what user traffic would meet.</summary>
public sealed record TunnelState(
    IPAddress Local,
    IPAddress Remote,
    uint SendKey,
    uint ReceiveKey,
    bool IsForwarding,
    IReadOnlyList<IPAddress> Prefixes,
    IPAddress? HomeAddress4,
    bool IsInUdp);
