using System.Globalization;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Foundation.Addressing;
using Pmip.Linux.Polling;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Logging;

/// <summary>Level and sentence of each kind of event. The one place that turns records into words.</summary>
public static class EventSentences
{
    /// <summary>Level of a kind.</summary>
    public static EventLevel LevelOf(EventKind kind) => kind switch
    {
        EventKind.BindingRefreshed or EventKind.MessageMalformed => EventLevel.Debug,
        EventKind.NodeRefused or EventKind.AttachRefused or EventKind.BindingExpired or EventKind.RegistrationRefused
            or EventKind.RegistrationUnanswered or EventKind.TableFull or EventKind.PoolExhausted or EventKind.UnknownPeer
            or EventKind.PeerLacksFeature or EventKind.PeerRestarted or EventKind.PeerUnreachable or EventKind.StateTrouble
            or EventKind.InterfaceDown or EventKind.TunnelIdle or EventKind.RevocationUnanswered or EventKind.RevocationRefused
            or EventKind.PeerRevokedBindings => EventLevel.Warn,
        EventKind.SessionRefused or EventKind.KernelRefused => EventLevel.Error,
        _ => EventLevel.Info,
    };

    /// <summary>
    /// Lines of one kind within a second, after which the rest of that second is only counted. What a stranger can cause gets
    /// one line; the life of our own nodes gets enough for a busy second.
    /// </summary>
    public static int LinesPerSecond(EventKind kind) => kind switch
    {
        EventKind.NodeRefused or EventKind.AttachRefused or EventKind.RegistrationRefused or EventKind.RegistrationUnanswered
            or EventKind.TableFull or EventKind.PoolExhausted or EventKind.SessionRefused or EventKind.UnknownPeer
            or EventKind.PeerLacksFeature or EventKind.KernelRefused or EventKind.MessageMalformed => 1,
        _ => 20,
    };

    /// <summary>The sentence of a record, without control characters.</summary>
    public static string Render(in EventRecord record)
    {
        string text = VisibleText.Of(record.Text);
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return record.Kind switch
        {
            EventKind.Started => $"{text} started",
            EventKind.Ready => "ready",
            EventKind.Stopping => record.Number switch
            {
                (long)ProcessSignal.HangUp => "stopping on SIGHUP",
                (long)ProcessSignal.Terminate => "stopping on SIGTERM or SIGINT",
                _ => "stopping",
            },
            EventKind.NodeArrived => $"node {record.LinkLayerAddress} arrived, {text}",
            EventKind.NodeLeft => $"node {record.LinkLayerAddress} left, {text}",
            EventKind.NodeRefused => $"node {record.LinkLayerAddress} has no profile and is not served",
            EventKind.AttachRefused => $"{text} cannot be attached: {(AttachStatus)record.Code}",
            EventKind.BindingCreated => $"{text} registered{(record.Room == EventRoom.Mag ? At(record.Address) : By(record.Address))}",
            EventKind.BindingHandedOver => $"{text} handed over{To(record.Address)}",
            EventKind.BindingRefreshed => $"{text} refreshed",
            EventKind.BindingDeregistered => $"{text} de-registered",
            EventKind.BindingExpired => $"{text} expired without a refresh",
            EventKind.BindingRemoved => $"{text} removed by the operator",
            EventKind.BindingSwept => $"{text} ended together with others of its peer",
            EventKind.BindingRevoked => $"{text} revoked",
            EventKind.Ipv4AddressRevoked => $"the IPv4 home address of {text} was revoked",
            EventKind.RevocationUnanswered => $"no answer came to the revocation of {text}; it ended without",
            EventKind.RevocationRefused => string.Create(invariant, $"the revocation of {text} was refused: {(RevocationStatus)record.Code} ({record.Code})"),
            EventKind.PeerRevokedBindings => $"a peer revoked all bindings of {text}",
            EventKind.ReservationChanged => $"the keys reserved for {text} have changed",
            EventKind.BindingReplaced => $"{text} attached anew; its old binding ended",
            EventKind.ConnectionUp => $"{text} connected",
            EventKind.ConnectionDown => $"{text} disconnected: {(ConnectionEnd)record.Code}",
            EventKind.RegistrationRefused => $"{text} refused with status {StatusName(record.Code)}",
            EventKind.RegistrationUnanswered => $"{text} got no answer{By(record.Address)}",
            EventKind.TableFull => $"table full, no place for {text}",
            EventKind.PoolExhausted => $"address pool exhausted, no address for {text}",
            EventKind.SessionRefused => string.Create(invariant, $"data path refused session {record.Number} of {text} with code {record.Code}"),
            EventKind.TunnelUp => $"static tunnel {text} is up",
            EventKind.TunnelIdle => $"tunnel of {text} carried nothing for its supervision time and was torn down",
            EventKind.UnknownPeer => $"message from {record.Address}, which is not a peer",
            EventKind.PeerLacksFeature => $"peer {text} does not know {FeatureName(record.Number)}, which it is not sent again",
            EventKind.PeerRestarted => $"peer {text} has restarted; the bindings that it lost end here too",
            EventKind.PeerUnreachable => $"peer {text} is unreachable: it answers no heartbeats; its bindings end",
            EventKind.PeerReachable => $"peer {text} is reachable again",
            EventKind.InterfaceUp => $"interface {text} is up",
            EventKind.InterfaceDown => $"interface {text} is down",
            EventKind.ControlRequest => string.Create(invariant, $"operator: {text} ({record.Number})"),
            EventKind.KernelRefused => string.Create(invariant, $"{text} failed with errno {record.Number}"),
            EventKind.MessageMalformed => string.Create(invariant, $"malformed message from {record.Address} (code {record.Code})"),
            _ => text,
        };
    }

    private static string FeatureName(long features) => (PeerFeatures)features switch
    {
        PeerFeatures.Heartbeat => "heartbeats",
        PeerFeatures.Revocation => "binding revocation",
        PeerFeatures.UpdateNotification => "update notifications",
        _ => "a message that we sent",
    };

    private static string By(IpAddress address) => address.IsUnspecified ? "" : $" by {address}";

    private static string At(IpAddress address) => address.IsUnspecified ? "" : $" at {address}";

    private static string To(IpAddress address) => address.IsUnspecified ? "" : $" to {address}";

    private static string StatusName(byte code) => string.Create(CultureInfo.InvariantCulture, $"{(BindingStatus)code} ({code})");
}
