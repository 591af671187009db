using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Access;

/// <summary>What an operator asks for.</summary>
public sealed partial class AccessLinks
{
    /// <summary>
    /// Attaches a node that need not have been heard: its connections that are neither up nor on their way are registered, at once
    /// even where a node by itself would have to wait.
    /// </summary>
    public OperatorAttachStatus Attach(int link, MacAddress address, Instant now, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        Invariant.Require(link >= 0 && link < _links.Length);
        int node = FindNode(address, link);
        if (node < 0)
        {
            node = Arrive(link, address, AttachTrigger.Operator, now, outbox);
            return node >= 0 ? OperatorAttachStatus.Started
                : ProfileFor(address) < 0 ? OperatorAttachStatus.NoProfile : OperatorAttachStatus.NoRoom;
        }

        if (_nodes[node].State == AccessNodeState.Leaving)
        {
            return OperatorAttachStatus.Leaving;
        }

        if (MissingConnections(node) == 0)
        {
            return OperatorAttachStatus.AlreadyAttached;
        }

        Heard(node, now);
        Register(node, AttachTrigger.Operator, outbox);
        return OperatorAttachStatus.Started;
    }

    /// <summary>Ends the service of a node by order of the operator; false when there is nothing to end.</summary>
    public bool Detach(int node, Instant now, AccessOutbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_slots.IsTaken(node) || _nodes[node].State is AccessNodeState.Leaving or AccessNodeState.Resting)
        {
            return false;
        }

        Leave(node, LeaveReason.Operator, now, outbox);
        return true;
    }
}
