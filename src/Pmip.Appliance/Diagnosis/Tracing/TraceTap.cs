using System;
using System.Threading;
using Pmip.Access;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Logging;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Diagnosis.Tracing;

/// <summary>
/// Where the control loop shows what happens to nodes. Costs one look at a field while nobody is traced; nothing here allocates or
/// waits. It belongs to the process: a trace goes on over the lives of the node.
/// </summary>
internal sealed partial class TraceTap(LoopTape<TraceHead> tape, LoopBell bell)
{
    /// <summary>Most nodes that are traced at once.</summary>
    public const int TracesMax = 4;

    private readonly TraceFilter?[] _filters = new TraceFilter?[TracesMax];
    private volatile bool _isOn;
    private byte _step;
    private TraceCause _cause;

    /// <summary>True while somebody is traced.</summary>
    public bool IsOn => _isOn;

    /// <summary>Another thread: traces a node by this number, or no more by null.</summary>
    public void Set(int number, TraceFilter? filter)
    {
        Volatile.Write(ref _filters[number], filter);
        bool any = false;
        for (int i = 0; i < TracesMax; i++)
        {
            any |= Volatile.Read(ref _filters[i]) is not null;
        }

        _isOn = any;
    }

    /// <summary>A frame came from, or goes to, a node; either of what is known of it may be empty or zero.</summary>
    public void Frame(TraceKind kind, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> identifier, MacAddress node)
    {
        byte traces = Match(identifier, node);
        if (traces != 0)
        {
            Write(new TraceHead { Traces = traces, Kind = kind, Room = EventRoom.Access, Node = node, Slot = -1 }, frame);
        }
    }

    /// <summary>A message came; what the engine does about it belongs to the same nodes.</summary>
    public void Received(EventRoom room, in SignallingPath path, ReadOnlySpan<byte> octets)
    {
        MessageSubject subject = MessageSubject.Of(octets);
        _cause = TraceCause.Message;
        _step = Match(subject.Identifier, subject.LinkLayerAddress);
        if (_step != 0)
        {
            Write(
                new TraceHead { Traces = _step, Kind = TraceKind.MessageReceived, Room = room, Local = path.Local, Remote = path.Remote, Slot = -1 },
                octets);
        }
    }

    /// <summary>An event for the log, whether its level is logged or not.</summary>
    public void Event(
        EventRoom room, EventKind kind, ReadOnlySpan<byte> text, byte code, long number, IpAddress address, MacAddress node)
    {
        byte traces = kind is EventKind.ControlRequest or EventKind.Remark or EventKind.Started ? (byte)0 : Match(text, node);
        if (traces != 0)
        {
            TraceHead head = new()
            {
                Traces = traces,
                Kind = TraceKind.Event,
                Room = room,
                Code = (byte)kind,
                Status = code,
                Number = number,
                Remote = address,
                Node = node,
                Slot = -1,
            };
            Write(head, text);
        }
    }

    /// <summary>The access side tells the MAG something of a node.</summary>
    public void Access(in AccessEffect effect, ReadOnlySpan<byte> identifier, MacAddress node)
    {
        byte traces = Match(identifier, node);
        if (traces != 0)
        {
            TraceHead head = new()
            {
                Traces = traces,
                Kind = TraceKind.Access,
                Room = EventRoom.Access,
                Code = (byte)effect.Kind,
                Status = effect.Code,
                Node = node,
                Slot = effect.Node,
            };
            Write(head, identifier);
        }
    }

    /// <summary>What follows is no message's: <paramref name="cause"/> sets it off.</summary>
    public void BeginSteps(TraceCause cause)
    {
        _cause = cause;
        _step = 0;
    }

    /// <summary>The traces that are of this node, one bit each.</summary>
    private byte Match(ReadOnlySpan<byte> identifier, MacAddress node)
    {
        int traces = 0;
        for (int i = 0; i < TracesMax; i++)
        {
            TraceFilter? filter = Volatile.Read(ref _filters[i]);
            if (filter is not null && filter.Takes(identifier, node))
            {
                traces |= 1 << i;
            }
        }

        return (byte)traces;
    }

    private void Write(TraceHead head, ReadOnlySpan<byte> octets)
    {
        // Not the time of the turn, in which all of this happens: the lines are to stand in the order of their times.
        head.UnixMicroseconds = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        head.Cause = _cause;
        tape.TryWrite(head, octets);
        bell.Ring();
    }
}
