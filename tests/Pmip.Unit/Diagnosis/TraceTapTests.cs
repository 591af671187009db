using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Appliance.Logging;
using Pmip.Engine.Lma;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.Diagnosis;

public sealed class TraceTapTests : IDisposable
{
    private static readonly MacAddress First = new(0x0200_0000_0001);
    private static readonly MacAddress Second = new(0x0200_0000_0002);
    private readonly LoopBell _bell = new();
    private readonly LoopTape<TraceHead> _tape = new(64 * 1024);
    private readonly TraceTap _tap;
    private readonly TraceKeeper _keeper;

    public TraceTapTests()
    {
        _tap = new TraceTap(_tape, _bell);
        _keeper = new TraceKeeper(_tap, _tape);
    }

    public void Dispose() => _bell.Dispose();

    [Theory]
    [InlineData("mn1@example.com", "mn1@example.com", true)]
    [InlineData("mn1@example.com", "mn1@example.org", false)]
    [InlineData("mn1@example.com", "mn1@example.comx", false)]
    [InlineData("mn1", "mn1@example.com", true)]
    [InlineData("mn1", "mn12@example.com", true)]
    [InlineData("mn1", "mn2@example.com", false)]
    [InlineData("mn1", "", false)]
    public void Event_Written_OfANode_TracedWhenTheNameFits(string name, string identifier, bool isTraced)
    {
        _keeper.Start(name, "root");

        Happen(EventKind.BindingCreated, identifier, default);

        Assert.Equal(isTraced ? 1 : 0, Lines().Count);
    }

    [Fact]
    public void Event_Written_NobodyTraced_NothingKept()
    {
        Assert.False(_tap.IsOn);
        _keeper.Stop(_keeper.Start("mn1", "root")!);
        Assert.False(_tap.IsOn);
        Assert.Empty(Lines());
    }

    [Fact]
    public void Node_TracedByItsAddress_ItsIdentifierIsLearned()
    {
        _keeper.Start("02:00:00:00:00:01", "root");

        Happen(EventKind.NodeArrived, "mn2@example.com", Second);
        Happen(EventKind.BindingCreated, "mn1@example.com", default);
        Happen(EventKind.NodeArrived, "mn1@example.com", First);
        Happen(EventKind.BindingCreated, "mn1@example.com", default);

        List<string> lines = Lines();
        Assert.Equal(2, lines.Count);
        Assert.Contains("node 02:00:00:00:00:01 arrived, mn1@example.com", lines[0], StringComparison.Ordinal);
        Assert.Contains("mn1@example.com registered", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Traces_Four_AFifthIsRefused_AndAPlaceComesFree()
    {
        for (int i = 0; i < TraceTap.TracesMax; i++)
        {
            Assert.NotNull(_keeper.Start($"mn{i}", "root"));
        }

        Assert.Null(_keeper.Start("mn9", "root"));
        _keeper.Stop(_keeper.Find("mn2")!);
        Assert.Equal(2, _keeper.Start("mn9", "root")!.Number);
    }

    [Fact]
    public void Binding_Watched_StateMoves_EachMoveIsALine()
    {
        _keeper.Start("mn1", "root");
        TraceFilter filter = new(NodePattern.Parse("mn1"));
        _tap.Set(0, filter);
        filter.Watch(EventRoom.Lma, 7);

        Assert.True(_tap.TryGetWatched(0, EventRoom.Lma, out int slot));
        Assert.Equal(7, slot);
        Assert.False(_tap.TryGetWatched(0, EventRoom.Mag, out _));
        _tap.NoteState(0, (byte)BindingState.Active, "mn1@example.com"u8, First, 3_600_000);
        _tap.NoteState(0, (byte)BindingState.Active, "mn1@example.com"u8, First, 3_500_000);
        _tap.NoteState(0, (byte)BindingState.Active, "other@example.com"u8, Second, 1);

        List<string> lines = Lines();
        Assert.Equal(2, lines.Count);
        Assert.EndsWith("binding 7 none -> Active, lifetime 3600 s", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("binding 7 Active -> none", lines[1], StringComparison.Ordinal);
        Assert.False(_tap.TryGetWatched(0, EventRoom.Lma, out _));
    }

    [Fact]
    public void Lines_MoreThanTheTapeHolds_CountedAndSaid()
    {
        _keeper.Start("mn1", "root");
        for (int i = 0; i < 5000; i++)
        {
            Happen(EventKind.BindingCreated, "mn1@example.com", default);
        }

        List<string> lines = Lines();
        Assert.InRange(_tape.Dropped, 1, 4999);
        Assert.Equal(5000 - _tape.Dropped + 1, lines.Count);
        Assert.Contains($"{_tape.Dropped} lines are missing", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Trace_On_ManyEvents_NothingAllocated()
    {
        byte[] identifier = Encoding.UTF8.GetBytes("mn1@example.com");
        _tap.Set(0, new TraceFilter(NodePattern.Parse("mn1")));
        ArrayBufferWriter<byte> octets = new(4096);
        Repeat(10, identifier, octets);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(1000, identifier, octets);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Repeat(int times, byte[] identifier, ArrayBufferWriter<byte> octets)
    {
        for (int i = 0; i < times; i++)
        {
            _tap.Event(EventRoom.Lma, EventKind.BindingCreated, identifier, 0, i, default, First);
            _tap.Frame(TraceKind.FrameReceived, identifier, identifier, First);
            _tape.TryTake(out _, octets);
            _tape.TryTake(out _, octets);
        }
    }

    private void Happen(EventKind kind, string identifier, MacAddress node) =>
        _tap.Event(EventRoom.Lma, kind, Encoding.UTF8.GetBytes(identifier), 0, 0, default, node);

    private List<string> Lines()
    {
        _keeper.Fetch();
        long next = 0;
        List<string> lines = [];
        foreach (TraceLine line in _keeper.Journal.Read(ref next, TimeSpan.Zero, out _))
        {
            lines.Add(line.Text);
        }

        return lines;
    }
}
