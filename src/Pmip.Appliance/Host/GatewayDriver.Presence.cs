using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Host;

/// <content>Whether nodes are there, what becomes of those whose registration failed, and the operator's wishes for single connections.</content>
internal sealed partial class GatewayDriver
{
    /// <summary>Ends every connection with an LMA by one message.</summary>
    public GlobalRevocationStart RevokePeer(int lma)
    {
        GlobalRevocationStart start = Engine.RevokePeer(lma, clock.Now, _outbox);
        Perform(default);
        return start;
    }

    /// <summary>Asks a node whether it is on its link; when it was last heard then says whether it answered.</summary>
    public void AskPresence(int accessNode)
    {
        Links.AskPresence(ConnectionNumber.From(accessNode).Node, _accessOutbox);
        PerformAccess();
        Settle();
    }

    /// <summary>Ends every connection with an LMA whose node is of a realm.</summary>
    public GlobalRevocationStart RevokeRealm(int lma, System.ReadOnlySpan<byte> realm)
    {
        GlobalRevocationStart start = Engine.RevokeRealm(lma, realm, clock.Now, _outbox);
        Perform(default);
        return start;
    }

    // What the network has broken is mended by us; what somebody has ended waits for the node to ask.
    private static AfterLoss AfterEnd(ConnectionEnd end) => end switch
    {
        ConnectionEnd.Expired or ConnectionEnd.Refused or ConnectionEnd.DataPath or ConnectionEnd.PeerLost or ConnectionEnd.Unanswered
            or ConnectionEnd.Reconfigured =>
            AfterLoss.Retry,
        _ => AfterLoss.Wait,
    };

    // No answer: the LMA may be back in a moment. A refusal: the node may ask again, and one that may not use proxy mobility at
    // all is left alone (152, RFC 5213 6.9.1.2).
    private void RegistrationFailed(ConnectionNumber number, BindingStatus status)
    {
        AfterLoss after = status == BindingStatus.Accepted ? AfterLoss.Retry : AfterLoss.Wait;
        Duration quiet = status == BindingStatus.ProxyRegistrationNotEnabled ? Links.QuietAfterBar : BackOffOf(number);
        Links.ConnectionRefused(number.Node, number.Connection, clock.Now, _accessOutbox, after, quiet);
    }

    private void AttachFailed(ConnectionNumber number, ConnectionConfiguration wanted, AttachStatus status)
    {
        bool mayChange = status is AttachStatus.TableFull or AttachStatus.NoKey or AttachStatus.BackedOff
            or AttachStatus.AlreadyAttached;
        Duration quiet = status == AttachStatus.BackedOff ? Engine.BackOffUntil(wanted.Lma, wanted.AccessPoint).Since(clock.Now) : default;
        Links.ConnectionRefused(number.Node, number.Connection, clock.Now, _accessOutbox, mayChange ? AfterLoss.Retry : AfterLoss.Wait, quiet);
    }

    private Duration BackOffOf(ConnectionNumber number)
    {
        if (!Links.TryRead(number.Node, out AccessNodeView node))
        {
            return default;
        }

        ConnectionConfiguration wanted = _profiles.ConnectionOf(node.Profile, number.Connection);
        return Engine.BackOffUntil(wanted.Lma, wanted.AccessPoint).Since(clock.Now);
    }

    private void NotePresent(ConnectionNumber number)
    {
        for (int slot = -1; Engine.FindByAccessNode(number.Value, slot, out slot);)
        {
            Engine.NotePresence(slot, true, clock.Now, clock.Wall, _outbox);
            Perform(default);
        }
    }

    private void NoteTraffic(ConnectionNumber number)
    {
        for (int slot = -1; Engine.FindByAccessNode(number.Value, slot, out slot);)
        {
            if (Engine.TryRead(slot, clock.Now, out BindingUpdateListEntryView view) && traffic.HasSent(slot, view.SessionIndex))
            {
                Links.NoteTraffic(number.Node, clock.Now);
            }
        }
    }

    private void RequestIpv4(ConnectionNumber number)
    {
        for (int slot = -1; Engine.FindByAccessNode(number.Value, slot, out slot);)
        {
            Engine.RequestIpv4(slot, clock.Now, clock.Wall, _outbox);
            Perform(default);
        }
    }
}
