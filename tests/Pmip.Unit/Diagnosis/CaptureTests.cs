using System;
using System.Buffers;
using System.Linq;
using System.Text;
using Pmip.Appliance.Diagnosis.Capturing;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Host;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Dissection;
using Pmip.Wire.Mobility;
using Pmip.Wire.Packets;
using Xunit;

namespace Pmip.Unit.Diagnosis;

public sealed class CaptureTests : IDisposable
{
    private static readonly IpAddress Ours6 = IpAddress.Parse("2001:db8:f::1");
    private static readonly IpAddress Theirs6 = IpAddress.Parse("2001:db8:f::11");
    private static readonly IpAddress Ours4 = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress Theirs4 = IpAddress.Parse("192.0.2.11");
    private readonly LoopBell _bell = new();
    private readonly CaptureTap _tap = new();
    private readonly CaptureKeeper _keeper;

    public CaptureTests() => _keeper = new CaptureKeeper(_tap, _bell, "test");

    public void Dispose() => _bell.Dispose();

    [Fact]
    public void Message_CapturedInEachForm_PacketHasRightHeadersAndChecksums()
    {
        byte[] bare = Heartbeat();
        byte[] mapped = new byte[SignallingFrame.MappedOverhead + bare.Length];
        SignallingFrame.EmitMapped(Ours4, Theirs4, bare, mapped, out _);
        byte[] native = Heartbeat();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(native.AsSpan(4), MobilityChecksum.Compute(Ours6, Theirs6, native));
        _keeper.TryStart(Wish());

        _tap.Sent(SignallingPorts.Kind.Ipv6, Ours6, Theirs6, 0, native);
        _tap.Sent(SignallingPorts.Kind.Udp, Ours4, Theirs4, 5436, bare);
        _tap.Sent(SignallingPorts.Kind.Udp, Ours4, Theirs4, 5436, mapped);
        _tap.Sent(SignallingPorts.Kind.Ipv4, Ours4, Theirs4, 0, mapped);
        _keeper.TryStop();

        CapturedMessage[] messages = Messages();
        Assert.Equal(4, messages.Length);
        foreach (CapturedMessage message in messages)
        {
            SummaryDissection summary = new();
            PacketDissector.DissectIp(message.Packet, summary);
            Assert.Equal(0, summary.MalformedCount);
            ArrayBufferWriter<byte> line = new();
            summary.Finish(line);
            Assert.Contains("Heartbeat", Encoding.UTF8.GetString(line.WrittenSpan), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(WireStatus.Ok, Ipv4Header.TryRead(messages[1].Packet, out Ipv4Header outer));
        Assert.True(UdpHeader.TryRead(outer.Payload, out UdpHeader udp) == WireStatus.Ok && udp.Checksum != 0 && udp.ChecksumIsValid(Ours4, Theirs4));
    }

    [Fact]
    public void Message_Dropped_ReasonIsItsComment()
    {
        _keeper.TryStart(Wish());

        _tap.Received(SignallingPorts.Kind.Ipv6, Ours6, Theirs6, 0, Heartbeat(), true, SignallingCounter.BadChecksum);
        _keeper.TryStop();

        Assert.Equal("dropped: the checksum of the message is wrong", Assert.Single(Messages()).Comment);
    }

    [Fact]
    public void Filter_OfAPeer_OthersAreNotTaken()
    {
        _keeper.TryStart(Wish() with { Filter = new CaptureFilter([new IpPrefix(Theirs4, 32)], null) });

        _tap.Sent(SignallingPorts.Kind.Udp, Ours4, Theirs4, 5436, Heartbeat());
        _tap.Sent(SignallingPorts.Kind.Udp, Ours4, IpAddress.Parse("192.0.2.12"), 5436, Heartbeat());
        _keeper.TryStop();

        Assert.Single(Messages());
    }

    [Fact]
    public void Filter_OfANode_MessagesThatNameNobodyAreNotTaken()
    {
        _keeper.TryStart(Wish() with { Filter = new CaptureFilter([], NodePattern.Parse("mn1")) });

        _tap.Sent(SignallingPorts.Kind.Udp, Ours4, Theirs4, 5436, Heartbeat());
        _keeper.TryStop();

        Assert.Empty(Messages());
    }

    [Fact]
    public void Capture_OfACount_EndsAfterIt()
    {
        _keeper.TryStart(Wish() with { Count = 3 });

        for (int i = 0; i < 10; i++)
        {
            _tap.Sent(SignallingPorts.Kind.Udp, Ours4, Theirs4, 5436, Heartbeat());
        }

        _keeper.Fetch();
        Assert.False(_keeper.IsRunning);
        Assert.False(_tap.IsOn);
        Assert.Equal(3, Messages().Length);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Capture_FullOfItsSize_KeepsTheOldestOrTheNewest(bool keepsNewest, int kept)
    {
        _keeper.TryStart(Wish() with { Kilobytes = 1, KeepsNewest = keepsNewest });

        for (ushort port = 1; port <= 100; port++)
        {
            _tap.Sent(SignallingPorts.Kind.Udp, Ours4, Theirs4, port, Heartbeat());
        }

        _keeper.TryStop();
        CapturedMessage[] messages = Messages();
        Assert.InRange(messages.Length, 2, 10);
        Assert.Equal(100 - messages.Length, _keeper.Dropped);
        Assert.Equal(kept == 0 ? 1 : 100, kept == 0 ? messages[0].Head.RemotePort : messages[^1].Head.RemotePort);
    }

    [Fact]
    public void Capture_Started_Twice_SecondIsRefused()
    {
        Assert.True(_keeper.TryStart(Wish()));
        Assert.False(_keeper.TryStart(Wish()));
        Assert.True(_keeper.TryStop());
        Assert.False(_keeper.TryStop());
    }

    [Fact]
    public void Capture_On_ManyMessages_LoopAllocatesNothing()
    {
        CaptureRun run = new(new CaptureFilter([new IpPrefix(Theirs4, 32)], null), long.MaxValue, 64 * 1024, _bell);
        _tap.Set(run);
        byte[] message = Heartbeat();
        ArrayBufferWriter<byte> octets = new(4096);
        _tap.Sent(SignallingPorts.Kind.Udp, Ours4, Theirs4, 5436, message);
        run.Tape.TryTake(out _, octets);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _tap.Sent(SignallingPorts.Kind.Udp, Ours4, Theirs4, 5436, message);
            _tap.Received(SignallingPorts.Kind.Udp, Ours4, Theirs4, 5436, message, false, default);
            run.Tape.TryTake(out _, octets);
            run.Tape.TryTake(out _, octets);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2001, run.Taken);
    }

    private static CaptureWish Wish() => new() { Filter = new CaptureFilter([], null) };

    // A heartbeat request with sequence 7: sixteen octets, no option but padding.
    private static byte[] Heartbeat() => [59, 1, 13, 0, 0, 0, 0, 0, 0, 0, 0, 7, 1, 2, 0, 0];

    private CapturedMessage[] Messages()
    {
        long next = 0;
        _keeper.Store!.TryRead(ref next, TimeSpan.Zero, out CapturedMessage[] messages);
        Assert.All(messages.Where(message => !message.Head.IsDropped), message => Assert.Equal("", message.Comment));
        return messages;
    }
}
