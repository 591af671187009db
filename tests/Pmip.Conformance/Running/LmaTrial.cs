using System.Linq;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;

namespace Pmip.Conformance.Running;

/// <summary>The node under test is an LMA, and the tester plays its MAGs.</summary>
public sealed class LmaTrial(INodeUnderTest node, Site site, int number) : Trial(node, site)
{
    public const byte NewInterface = 1;
    public const byte BetweenInterfaces = 2;
    public const byte BetweenMags = 3;
    public const byte Unknown = 4;
    public const byte ReRegistration = 5;
    public const uint DownlinkKey = 0x0A0B0C0D;
    public const int LifetimeUnits = 100;
    private const int AcknowledgeAndProxy = 0x8200;
    private static readonly IPAddress Any4 = IPAddress.Any;
    private int _sequence = 1000 + (7 * number);

    /// <summary>An identifier that no other case uses.</summary>
    public string Identifier => Site.Identifier(number);

    public int NextSequence() => _sequence = (_sequence + 1) & 0xFFFF;

    /// <summary>A whole first registration for an IPv6 prefix, of a node that no other case uses.</summary>
    public Message Update(string? identifier = null, byte handoff = NewInterface) =>
        new Message(MessageType.Update, new byte[6]) { Sequence = NextSequence(), Flags = AcknowledgeAndProxy, Lifetime = LifetimeUnits }.With(
            MobilityOption.Identifier(identifier ?? Identifier),
            MobilityOption.Service(Site.Service()),
            MobilityOption.Prefix(IPAddress.IPv6Any, 0),
            MobilityOption.Handoff(handoff),
            MobilityOption.Access(4),
            MobilityOption.Timestamp(Timestamp()),
            MobilityOption.GreKey(DownlinkKey));

    /// <summary>The same with an IPv4 home address too.</summary>
    public Message DualUpdate(string? identifier = null, byte handoff = NewInterface) =>
        Update(identifier, handoff).With(MobilityOption.Ipv4Request(Any4, 0));

    public Message Ipv4Update(string? identifier = null) => DualUpdate(identifier).Without(OptionType.HomeNetworkPrefix);

    /// <summary>The update that goes on with what an acceptance gave: next number and time, the assigned addresses.</summary>
    public Message Again(Message first, ReceivedMessage acceptance, byte handoff = ReRegistration, int? lifetime = null)
    {
        Message update = first.Copy().Replace(MobilityOption.Handoff(handoff));
        if (update.Options.Any(o => o.Type == OptionType.Timestamp))
        {
            update.Replace(MobilityOption.Timestamp(Timestamp()));
        }

        update.Sequence = NextSequence();
        update.Lifetime = lifetime ?? update.Lifetime;
        update.Without(OptionType.HomeNetworkPrefix);
        update.With([.. acceptance.Prefixes.Select(prefix => MobilityOption.Prefix(prefix, 64))]);
        if (acceptance.Has(OptionType.Ipv4Reply))
        {
            update.Replace(MobilityOption.Ipv4Request(acceptance.HomeAddress4, 16));
        }

        return update;
    }

    /// <summary>The de-registration of what an acceptance gave.</summary>
    public Message Leave(Message first, ReceivedMessage acceptance) =>
        Again(first, acceptance, Unknown, 0).Without(OptionType.GreKey);

    /// <summary>Sends an update and awaits the acknowledgement of it.</summary>
    public ReceivedMessage Exchange(Message update, int from = 0, TransportForm form = TransportForm.Ipv6, bool mapped = false)
    {
        Send(update, from, form, mapped);
        ReceivedMessage answer = Await(MessageType.Acknowledgement);
        Expect.That((answer.Flags & 0x20) != 0, "an acknowledgement with the P flag");
        return answer;
    }

    /// <summary>Sends an update that has to be accepted.</summary>
    public ReceivedMessage Register(Message update, int from = 0)
    {
        ReceivedMessage answer = Exchange(update, from);
        Expect.Status(0, answer);
        return answer;
    }

    /// <summary>Sends an update that has to be refused with this status.</summary>
    public ReceivedMessage Refused(int status, Message update, int from = 0)
    {
        ReceivedMessage answer = Exchange(update, from);
        Expect.Status(status, answer);
        return answer;
    }

    public void Ignored(Message message, string why, int from = 0)
    {
        Send(message, from);
        Silence(why);
    }

    public Message Heartbeat(uint sequence, int flags = 0) => new(MessageType.Heartbeat, [.. Octets.Of16(flags), .. Octets.Of32(sequence)]);

    /// <summary>A Binding Revocation Indication.</summary>
    public Message Revocation(byte trigger, int flags, params MobilityOption[] options) =>
        new Message(MessageType.Revocation, [1, trigger, .. Octets.Of16(NextSequence()), .. Octets.Of16(flags)]).With(options);

    /// <summary>The tunnel of the binding with this uplink key; only where the inside is seen.</summary>
    public TunnelState? Tunnel(uint uplinkKey) => Node.Tunnels!.FirstOrDefault(tunnel => tunnel.ReceiveKey == uplinkKey);
}
