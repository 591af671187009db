using Pmip.Access;
using Pmip.Appliance.State;
using Pmip.Engine.Mag;
using Pmip.Engine.Restoration;

namespace Pmip.Appliance.Host;

/// <content>What the MAG keeps over a restart.</content>
internal sealed partial class GatewayDriver
{
    private KeptBindings? _kept;
    private bool _isReinstating;

    /// <summary>Where connections are kept; null where none are.</summary>
    public KeptBindings? Kept
    {
        get => _kept;
        set
        {
            _kept = value;
            Engine.Changes.IsRead = value is not null;
        }
    }

    /// <summary>
    /// Asks the data path for the session of a connection that was restored, and serves its node. One whose access link is not up is ended in
    /// order.
    /// </summary>
    public void Reinstate(int slot)
    {
        if (!Engine.TryRead(slot, clock.Now, out BindingUpdateListEntryView view) || view.State == BindingUpdateState.Deregistering)
        {
            return;
        }

        ConnectionNumber number = ConnectionNumber.From(view.AccessNode);
        bool isOnLink = Links.TryRead(number.Node, out AccessNodeView node) && accessPorts.InterfaceIndexOf(node.Link) != 0;
        if (isOnLink)
        {
            Engine.Reinstate(slot, _outbox);
        }
        else
        {
            Engine.Detach(slot, ConnectionEnd.NodeLeft, clock.Now, clock.Wall, _outbox);
        }

        _isReinstating = isOnLink;
        Perform(default);
        Settle();
        _isReinstating = false;
    }

    // Before the effects of the step: what a message tells a peer is kept by then.
    private void Keep()
    {
        if (_kept is not KeptBindings kept)
        {
            return;
        }

        kept.IsSweeping = Engine.IsSweeping;
        foreach (int slot in Engine.Changes.Slots)
        {
            if (Engine.TryKeep(slot, out KeptConnection connection))
            {
                if (Links.TryRead(ConnectionNumber.From(connection.AccessNode).Node, out AccessNodeView node))
                {
                    connection.Link = KeptName.Of(accessPorts.PathsOf(node.Link).Name);
                    connection.NodeAddress = node.LinkLocalAddress;
                }

                kept.Write(slot, kept.Room[..connection.Write(kept.Room)]);
            }
            else
            {
                kept.Remove(slot);
            }
        }

        Engine.Changes.Clear();
        KeptRests.Note(kept, _outbox, clock.Now.Plus(Engine.Quarantine));
        KeptCounters.Note(kept, Engine.Supervision, Engine.Peers);
    }
}
