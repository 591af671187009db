using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.Logging;

public sealed class EventRendererTests : IDisposable
{
    private readonly EventRing _ring = new(64);
    private readonly SentenceQueue _sentences;
    private readonly List<string> _lines = [];
    private readonly List<EventKind> _tapped = [];
    private readonly EventRenderer _renderer;

    public EventRendererTests()
    {
        _sentences = new SentenceQueue(_ring);
        _renderer = new EventRenderer(
            _ring,
            _sentences,
            (in LogEntry entry, string sentence) => _lines.Add($"{entry.Level} {EventRooms.NameOf(entry.Record.Room)} {sentence}"),
            (in EventRecord record) => _tapped.Add(record.Kind));
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void Renderer_Drained_FloodOfOneKind_OneLineASecondWithTheNumberHeldBack()
    {
        for (uint i = 0; i < 5; i++)
        {
            _ring.TryWrite(EventRoom.Lma, EventKind.UnknownPeer, 0, address: IpAddress.FromIPv4(0xC0000201 + i));
        }

        _ring.TryWrite(EventRoom.Lma, EventKind.BindingCreated, 0, "mn1@example.com"u8, address: IpAddress.Parse("2001:db8::1"));
        _renderer.Drain(0, 0);
        Assert.True(_renderer.HoldsAny);
        _renderer.Drain(999, 0);
        _renderer.Drain(1000, 0);
        Assert.False(_renderer.HoldsAny);

        Assert.Equal(
            [
                "Warn lma message from 192.0.2.1, which is not a peer",
                "Info lma mn1@example.com registered by 2001:db8::1",
                "Warn lma message from 192.0.2.5, which is not a peer (3 more)",
            ],
            _lines);
    }

    [Fact]
    public void Renderer_Drained_OneSubjectRepeats_OthersOfTheKindStillSpeak()
    {
        for (int i = 0; i < 30; i++)
        {
            _ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, 0, "acc0"u8);
        }

        _ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, 0, "acc1"u8);
        _renderer.Drain(0, 0);
        Assert.True(_renderer.HoldsAny);
        _renderer.Drain(1000, 0);
        Assert.False(_renderer.HoldsAny);

        Assert.Equal(
            [
                .. Enumerable.Repeat("Warn host interface acc0 is down", EventFlood.LinesPerSubject),
                "Warn host interface acc1 is down",
                "Warn host interface acc0 is down (repeated 26 times)",
            ],
            _lines);
    }

    [Fact]
    public void Renderer_Drained_RepeatsGoOn_NextLineTellsThoseBefore()
    {
        for (int i = 0; i < 6; i++)
        {
            _ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, 0, "acc0"u8);
        }

        _renderer.Drain(0, 0);
        _ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, 0, "acc0"u8);
        _renderer.Drain(1500, 0);

        Assert.False(_renderer.HoldsAny);
        Assert.Equal("Warn host interface acc0 is down (repeated 3 times)", _lines[^1]);
        Assert.Equal(EventFlood.LinesPerSubject + 1, _lines.Count);
    }

    [Fact]
    public void Renderer_Drained_RandomFlood_EveryEventIsInExactlyOneLine()
    {
        Random random = new(1);
        long written = 0;
        for (int step = 0; step < 2000; step++)
        {
            for (int burst = random.Next(40); burst > 0; burst--)
            {
                EventKind kind = random.Next(3) switch { 0 => EventKind.InterfaceDown, 1 => EventKind.UnknownPeer, _ => EventKind.BindingCreated };
                written += _ring.TryWrite(EventRoom.Host, kind, 0, new[] { (byte)('a' + random.Next(random.Next(2) == 0 ? 2 : 26)) }) ? 1 : 0;
            }

            _renderer.Drain(step * 100, 0);
        }

        _renderer.Drain(1_000_000, 0);

        Assert.False(_renderer.HoldsAny);
        Assert.Equal(0, _ring.Dropped);
        Assert.Equal(written, _lines.Sum(EventsOf));
    }

    [Fact]
    public void Renderer_Drained_AfterDrops_SaysHowMany()
    {
        for (int i = 0; i < 67; i++)
        {
            _ring.TryWrite(EventRoom.Host, EventKind.Ready, 0);
        }

        _renderer.Drain(0, 0);
        _renderer.Drain(1, 0);

        Assert.Equal("Warn host 3 events were not logged, they came too fast", _lines[^1]);
        Assert.Single(_lines, line => line.Contains("too fast", StringComparison.Ordinal));
    }

    [Fact]
    public void Renderer_Drained_BelowItsLevel_TappedButNoLine()
    {
        _renderer.Level = EventLevel.Warn;
        _ring.TryWrite(EventRoom.Lma, EventKind.BindingCreated, 0, "mn1@example.com"u8);
        _ring.TryWrite(EventRoom.Host, EventKind.InterfaceDown, 0, "acc0"u8);

        _renderer.Drain(0, 0);

        Assert.Equal([EventKind.BindingCreated, EventKind.InterfaceDown], _tapped);
        Assert.Equal(["Warn host interface acc0 is down"], _lines);
    }

    [Fact]
    public void Sentence_Drained_HostileText_MadeVisible()
    {
        _sentences.TryWrite(EventLevel.Error, EventRoom.Control, 0, "load of \u001b[2J\nfailed");

        _renderer.Drain(0, 0);

        Assert.Equal(["Error control load of \\x1b[2J\\x0afailed"], _lines);
    }

    [Fact]
    public void Sentences_Written_MoreThanFit_DroppedAndTold()
    {
        int written = 0;
        for (int i = 0; i < 300; i++)
        {
            written += _sentences.TryWrite(EventLevel.Info, EventRoom.Host, 0, $"sentence {i}") ? 1 : 0;
        }

        _sentences.Close();
        Assert.False(_sentences.TryWrite(EventLevel.Info, EventRoom.Host, 0, "after the end"));
        _renderer.Drain(0, 0);

        Assert.Equal(256, written);
        Assert.Contains($"Warn host {300 - written + 1} events were not logged, they came too fast", _lines);
    }

    // A line "(N more)" stands for itself and N others, one "(repeated N times)" for N altogether.
    private static long EventsOf(string line)
    {
        int bracket = line.LastIndexOf('(');
        string[] words = bracket < 0 ? [] : line[(bracket + 1)..^1].Split(' ');
        return words switch
        {
            ["repeated", string times, "times"] => long.Parse(times, System.Globalization.CultureInfo.InvariantCulture),
            [string more, "more"] => 1 + long.Parse(more, System.Globalization.CultureInfo.InvariantCulture),
            _ => 1,
        };
    }
}
