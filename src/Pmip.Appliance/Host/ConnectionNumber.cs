using Pmip.Access;

namespace Pmip.Appliance.Host;

/// <summary>
/// One number for "connection c of access node n": what the MAG engine carries as its access node, so that either side finds the
/// other without a table between them.
/// </summary>
internal readonly record struct ConnectionNumber(int Node, int Connection)
{
    /// <summary>The number itself.</summary>
    public int Value => (Node * AccessLinks.ConnectionsPerNodeMax) + Connection;

    /// <summary>The pair behind a number.</summary>
    public static ConnectionNumber From(int value) =>
        new(value / AccessLinks.ConnectionsPerNodeMax, value % AccessLinks.ConnectionsPerNodeMax);
}
