using System.Linq;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;

namespace Pmip.Conformance.Running;

/// <summary>The node under test is a MAG, and the tester plays its LMA; devices come by the access side.</summary>
public sealed class MagTrial(INodeUnderTest node, Site site, IAccessSide access) : Trial(node, site)
{
    public const uint UplinkKey = 0x11223344;
    public static readonly IPAddress GivenPrefix = IPAddress.Parse("2001:db8:77:1::");
    public static readonly IPAddress GivenAddress4 = IPAddress.Parse("10.77.0.5");
    public static readonly IPAddress GivenRouter4 = IPAddress.Parse("10.77.0.1");
    private const byte ProxyFlag = 0x20;

    private int _sequence = 4000;

    public IAccessSide Access { get; } = access;

    /// <summary>Numbers for what the tester begins as the LMA.</summary>
    public int NextSequence() => ++_sequence;

    /// <summary>Lets a device attach and takes the update that the MAG sends for it.</summary>
    public ReceivedMessage Attach(AttachWish? wish = null)
    {
        Access.Attach(wish ?? new AttachWish());
        return Await(MessageType.Update, 10);
    }

    /// <summary>The acknowledgement that a good LMA would send to an update.</summary>
    public Message Answer(ReceivedMessage update, byte status = 0)
    {
        Message answer = new Message(MessageType.Acknowledgement,
            [status, ProxyFlag, .. Octets.Of16(update.Sequence), .. Octets.Of16(update.Lifetime)]);
        foreach (byte type in (byte[])[OptionType.Identifier, OptionType.ServiceSelection, OptionType.HandoffIndicator,
            OptionType.AccessTechnology, OptionType.LinkLayerIdentifier, OptionType.VendorSpecific])
        {
            answer.With([.. update.Options.Where(option => option.Type == type).Select(option => new MobilityOption(type, option.Value))]);
        }

        if (update.Has(OptionType.Timestamp))
        {
            answer.With(MobilityOption.Timestamp(update.Timestamp));
        }

        if (update.Has(OptionType.LinkLocalAddress))
        {
            answer.With(MobilityOption.LinkLocal(IPAddress.Parse("fe80::77")));
        }

        bool isAccepted = status < 128;
        if (update.Has(OptionType.HomeNetworkPrefix))
        {
            answer.With(isAccepted ? MobilityOption.Prefix(GivenPrefix, 64) : MobilityOption.Prefix(IPAddress.IPv6Any, 0));
        }

        if (update.Has(OptionType.Ipv4Request))
        {
            answer.With(MobilityOption.Ipv4Reply(isAccepted ? (byte)0 : (byte)128, isAccepted ? GivenAddress4 : IPAddress.Any, 24));
            answer.With(isAccepted ? [MobilityOption.Ipv4Router(GivenRouter4)] : []);
        }

        return answer.With(isAccepted && update.Has(OptionType.GreKey) ? [MobilityOption.GreKey(UplinkKey)] : []);
    }

    /// <summary>Attaches a device and accepts its registration.</summary>
    public ReceivedMessage Serve(AttachWish? wish = null)
    {
        ReceivedMessage update = Attach(wish);
        Send(Answer(update));
        return update;
    }

    /// <summary>The device of the last attachment is served, or not; where the inside is not seen, nothing is claimed.</summary>
    public void ExpectServed(bool served, string why)
    {
        if (Access.State is AccessState state)
        {
            Expect.That((state == AccessState.Up) == served, (served ? "that the device is served " : "that the device is not served ") + why);
        }
    }

    public TunnelState? Tunnel => Node.Tunnels?.FirstOrDefault();
}
