using System;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;

namespace Pmip.Conformance.Running;

/// <summary>One case at work: the node, the tester's place, and what both say to each other.</summary>
public abstract class Trial(INodeUnderTest node, Site site)
{
    private ulong _timestamp;

    public INodeUnderTest Node { get; } = node;

    public Site Site { get; } = site;

    /// <summary>What <see cref="Next"/> took last, frame included.</summary>
    public Parcel LastParcel { get; private set; } = null!;

    /// <summary>The time of day, later than any that was asked for before.</summary>
    public ulong Timestamp() => _timestamp = Math.Max(Node.Timestamp, _timestamp + 1);

    public void Wait(double seconds) => Node.Wait(TimeSpan.FromSeconds(seconds));

    /// <summary>Sends a message with the right checksum, unless the message wants a wrong one.</summary>
    public void Send(Message message, int from = 0, TransportForm form = TransportForm.Ipv6, bool mapped = false)
    {
        IPAddress tester = form == TransportForm.Ipv6 ? Site.Tester[from] : Site.Tester4!;
        IPAddress node = form == TransportForm.Ipv6 ? Site.Node : Site.Node4!;
        byte[] octets = message.Encode();
        if (form == TransportForm.Ipv6 || mapped)
        {
            byte[] checksum = Octets.Of16((ushort)(Octets.Checksum(tester, node, octets) ^ message.ChecksumError));
            checksum.CopyTo(octets, 4);
        }

        Node.Send(Parcel.Over(form, tester, node, mapped ? Octets.InsideIpv6(tester, node, octets) : octets));
    }

    /// <summary>The next message that the node sends to us, checksum verified; null when none comes in time.</summary>
    public ReceivedMessage? Next(double? seconds = null)
    {
        Parcel? parcel = Node.Receive(seconds is double wait ? TimeSpan.FromSeconds(wait) : Site.AnswerWithin);
        if (parcel is null)
        {
            return null;
        }

        LastParcel = parcel;
        byte[] octets = parcel.Octets;
        if (parcel.Form == TransportForm.Ipv6)
        {
            Verify(parcel.Node, parcel.Tester, octets);
        }
        else if (octets[0] >> 4 == 6)
        {
            octets = octets[40..];
            Verify(new IPAddress(parcel.Octets.AsSpan(8, 16)), new IPAddress(parcel.Octets.AsSpan(24, 16)), octets);
        }

        ReceivedMessage? message = ReceivedMessage.TryRead(octets, out string fault);
        Expect.That(message is not null, "a message that can be read, but " + fault);
        return message;
    }

    /// <summary>The next message, which has to come and to be of this type.</summary>
    public ReceivedMessage Await(byte type, double? seconds = null)
    {
        ReceivedMessage message = Expect.Present(Next(seconds), $"a message of type {type}");
        Expect.Equal(type, message.Type, "a message of type");
        return message;
    }

    public void Silence(string why, double? seconds = null)
    {
        ReceivedMessage? message = Next(seconds);
        Expect.That(message is null, $"silence {why}, but a message came: {message}");
    }

    private static void Verify(IPAddress source, IPAddress destination, byte[] octets)
    {
        byte[] right = Octets.Of16(Octets.Checksum(source, destination, octets));
        Expect.Same(right, octets[4..6], "a checksum");
    }
}
