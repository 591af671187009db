using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;

namespace Pmip.Conformance.Running;

/// <summary>One case at work: the node, the tester's place, and what both say to each other.</summary>
public abstract class Trial(INodeUnderTest node, Site site)
{
    private const int InnerHeader = 40;
    private readonly Queue<Parcel> _kept = new();
    private ulong _timestamp;

    public INodeUnderTest Node { get; } = node;

    public Site Site { get; } = site;

    /// <summary>What <see cref="Next"/> took last, frame included.</summary>
    public Parcel LastParcel { get; private set; } = null!;

    /// <summary>The time of day, later than any that was asked for before.</summary>
    public ulong Timestamp() => _timestamp = Math.Max(Node.Timestamp, _timestamp + 1);

    /// <summary>True in cases about heartbeats; in all others the tester answers them as a living peer does, and no case sees them.</summary>
    public bool SeesHeartbeats { get; set; }

    /// <summary>True in cases about what the old MAG is told of a handover; in all others it acknowledges and no case sees it.</summary>
    public bool SeesRevocations { get; set; }

    /// <summary>Lets time go by; what the node sends meanwhile is there for <see cref="Next"/>.</summary>
    public void Wait(double seconds)
    {
        TimeSpan end = Node.Elapsed + TimeSpan.FromSeconds(seconds);
        while (Node.Elapsed < end)
        {
            if (Node.Receive(end - Node.Elapsed) is Parcel parcel && !TryAnswerRoutine(parcel))
            {
                _kept.Enqueue(parcel);
            }
        }
    }

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
        TimeSpan end = Node.Elapsed + (seconds is double wait ? TimeSpan.FromSeconds(wait) : Site.AnswerWithin);
        Parcel? parcel = _kept.Count > 0 ? _kept.Dequeue() : Node.Receive(end - Node.Elapsed);
        while (parcel is not null && TryAnswerRoutine(parcel))
        {
            parcel = Node.Receive(end - Node.Elapsed);
        }

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
            octets = octets[InnerHeader..];
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

    private bool TryAnswerRoutine(Parcel parcel)
    {
        int start = parcel.Octets[0] >> 4 == 6 ? InnerHeader : 0;
        if (RoutineAnswer(parcel.Octets.AsSpan(start)) is not byte[] answer)
        {
            return false;
        }

        if (answer.Length == 0)
        {
            return true;
        }

        if (parcel.Form == TransportForm.Ipv6 || start > 0)
        {
            Octets.Of16(Octets.Checksum(parcel.Tester, parcel.Node, answer)).CopyTo(answer, 4);
        }

        Node.Send(parcel with { Octets = start > 0 ? Octets.InsideIpv6(parcel.Tester, parcel.Node, answer) : answer });
        return true;
    }

    // A heartbeat request is answered; a MAG that is told of a handover lets go of the node.
    private byte[]? RoutineAnswer(ReadOnlySpan<byte> request)
    {
        const int Response = 1;
        const int Unsolicited = 2;
        if (request.Length < 12)
        {
            return null;
        }

        if (request[2] == MessageType.Heartbeat && !SeesHeartbeats && (request[7] & (Response | Unsolicited)) != Response)
        {
            if ((request[7] & Unsolicited) != 0)
            {
                return []; // The news of a restart, which needs no answer.
            }

            uint sequence = BinaryPrimitives.ReadUInt32BigEndian(request[8..]);
            return new Message(MessageType.Heartbeat, [0, Response, .. Octets.Of32(sequence)]).With(MobilityOption.RestartCounter(1)).Encode();
        }

        bool isHandover = request[2] == MessageType.Revocation && request[6] == 1 && request[7] is >= 2 and <= 4;
        return isHandover && !SeesRevocations ? new Message(MessageType.Revocation, [2, 0, .. request[8..12]]).Encode() : null;
    }

    private static void Verify(IPAddress source, IPAddress destination, byte[] octets)
    {
        byte[] right = Octets.Of16(Octets.Checksum(source, destination, octets));
        Expect.Same(right, octets[4..6], "a checksum");
    }
}
