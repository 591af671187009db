using Pmip.Access;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Host;

/// <content>What the operator asks of the MAG.</content>
internal sealed partial class GatewayDriver
{
    /// <summary>
    /// The operator attaches a node, heard or not, with the connections of its profile. What is <paramref name="known"/> beforehand
    /// of one of them goes into its registration.
    /// </summary>
    public OperatorAttachStatus Attach(int link, MacAddress node, in KnownConnection known)
    {
        _known = known;
        OperatorAttachStatus status = Links.Attach(link, node, clock.Now, _accessOutbox);
        PerformAccess();
        Settle();
        _known = KnownConnection.None;
        return status;
    }

    /// <summary>Whether the profile of a node has a connection to the access point.</summary>
    public bool HasConnection(MacAddress node, int accessPoint)
    {
        int profile = Links.ProfileFor(node);
        for (int connection = 0; profile >= 0 && connection < _profiles.ConnectionCounts[profile]; connection++)
        {
            if (_profiles.Has(profile, connection) && _profiles.ConnectionOf(profile, connection).AccessPoint == accessPoint)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds or drops an address family of the running connection in a slot.</summary>
    public TypeChangeStatus ChangeType(int slot, PdnType type)
    {
        TypeChangeStatus status = Engine.ChangeType(slot, type, clock.Now, clock.Wall, _outbox);
        Perform(default);
        Settle();
        return status;
    }

    /// <summary>
    /// The operator ends the connection in a slot, or with it all of its node, which is then left alone for a while; false when
    /// there is none.
    /// </summary>
    public bool Detach(int slot, bool wholeNode)
    {
        if (!Engine.TryRead(slot, clock.Now, out BindingUpdateListEntryView view) || view.State == BindingUpdateState.Deregistering)
        {
            return false; // Of a connection that ends already, the number may be another node's by now.
        }

        if (!wholeNode)
        {
            return Deregister(slot);
        }

        bool detached = Links.Detach(ConnectionNumber.From(view.AccessNode).Node, clock.Now, _accessOutbox);
        PerformAccess();
        Settle();
        return detached;
    }

    /// <summary>Ends the connection in a slot; false when there is none.</summary>
    public bool Deregister(int slot)
    {
        bool ended = Engine.Detach(slot, ConnectionEnd.Operator, clock.Now, clock.Wall, _outbox);
        Perform(default);
        Settle();
        return ended;
    }
}
