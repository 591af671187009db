using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using Pmip.Access;
using Pmip.Appliance.Logging;
using Pmip.DataPath;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Wire.Capture;
using Pmip.Wire.Dissection;
using Pmip.Wire.Mobility;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Diagnosis.Tracing;

/// <summary>Turns the records of a trace into lines: messages and frames as <c>pmipd decode</c> sums them up. One thread at a time.</summary>
internal sealed class TraceSentences
{
    private readonly SummaryDissection _summary = new();
    private readonly ArrayBufferWriter<byte> _line = new(512);

    /// <summary>The line of a record, with its time of day (UTC), its room and what it is.</summary>
    public string Render(in TraceHead head, ReadOnlySpan<byte> octets)
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(head.UnixMicroseconds * TimeSpan.TicksPerMicrosecond);
        string cause = head.Cause switch
        {
            TraceCause.Timer when head.Kind is TraceKind.MessageSent or TraceKind.State => " (timer)",
            TraceCause.Operator when head.Kind is TraceKind.MessageSent or TraceKind.State => " (operator)",
            _ => "",
        };
        return string.Create(
            CultureInfo.InvariantCulture, $"{time:HH:mm:ss.ffffff} {EventRooms.NameOf(head.Room),-6} {NameOf(head.Kind),-8} {Body(head, octets)}{cause}");
    }

    private static string NameOf(TraceKind kind) => kind switch
    {
        TraceKind.FrameReceived or TraceKind.MessageReceived => "received",
        TraceKind.FrameSent or TraceKind.MessageSent => "sent",
        TraceKind.DhcpRelayed => "relayed",
        TraceKind.SessionInstalled or TraceKind.SessionRefused or TraceKind.SessionRemoved => "session",
        TraceKind.State => "state",
        TraceKind.Event => "event",
        _ => "asks",
    };

    private string Body(in TraceHead head, ReadOnlySpan<byte> octets) => head.Kind switch
    {
        TraceKind.FrameReceived or TraceKind.FrameSent => FrameOf(octets),
        TraceKind.DhcpRelayed => string.Create(CultureInfo.InvariantCulture, $"DHCP message of {octets.Length} octets"),
        TraceKind.MessageReceived => $"{head.Remote} > {head.Local}:{MessageOf(octets)}",
        TraceKind.MessageSent => $"{head.Local} > {head.Remote}:{MessageOf(octets)}",
        TraceKind.SessionInstalled => $"{SessionOf(head)} installed{(head.Status == 0 ? ", not forwarding" : "")}",
        TraceKind.SessionRefused => $"{SessionOf(head)} REFUSED by the data path: {(DataPathStatus)head.Code}",
        TraceKind.SessionRemoved => string.Create(CultureInfo.InvariantCulture, $"session {head.Slot} removed"),
        TraceKind.Event => EventSentences.Render(EventOf(head, octets)),
        TraceKind.Access => AccessOf(head, octets),
        TraceKind.Connection => ConnectionOf(head),
        _ => StateOf(head),
    };

    private static string SessionOf(in TraceHead head)
    {
        ulong keys = unchecked((ulong)head.Number);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"session {head.Slot} {head.Local} > {head.Remote} send key 0x{keys >> 32:x8} receive key 0x{keys & uint.MaxValue:x8}");
    }

    private static EventRecord EventOf(in TraceHead head, ReadOnlySpan<byte> text)
    {
        EventRecord record = new()
        {
            UnixMicroseconds = head.UnixMicroseconds,
            Kind = (EventKind)head.Code,
            Room = head.Room,
            Code = head.Status,
            Number = head.Number,
            Address = head.Remote,
            LinkLayerAddress = head.Node,
        };
        record.SetText(text);
        return record;
    }

    private static string AccessOf(in TraceHead head, ReadOnlySpan<byte> identifier)
    {
        string node = identifier.IsEmpty ? $"{head.Node}" : $"{VisibleText.Of(identifier)} ({head.Node})";
        return (AccessEffectKind)head.Code switch
        {
            AccessEffectKind.NodeArrived => $"register {node}: {(AttachTrigger)head.Status}",
            AccessEffectKind.NodeReaffirmed => $"register {node} again: {(AttachTrigger)head.Status}",
            AccessEffectKind.NodeLeft => $"de-register {node}: {(LeaveReason)head.Status}",
            AccessEffectKind.ConnectionsReleased => $"de-register connections of {node}, which it gave back",
            AccessEffectKind.NodeServed => $"the data path to carry {node}",
            AccessEffectKind.NodeForgotten => $"the data path to forget {node}",
            AccessEffectKind.NodePresent => $"to note that {node} is present",
            AccessEffectKind.NodeSilent => $"whether {node}, of which nothing was heard, has traffic",
            AccessEffectKind.Ipv4Wanted => $"an IPv4 address for {node}, which wants it now",
            AccessEffectKind kind => $"{kind} of {node}",
        };
    }

    private static string ConnectionOf(in TraceHead head) => (EffectKind)head.Code switch
    {
        EffectKind.ConnectionUp => "the access side to serve the node: the connection is up",
        EffectKind.ConnectionDown => $"the access side to end the connection: {(ConnectionEnd)head.Status}",
        EffectKind.ConnectionRefused when head.Status == 0 => "the access side to note that no answer came",
        EffectKind.ConnectionRefused => string.Create(
            CultureInfo.InvariantCulture, $"the access side to note the refusal {(BindingStatus)head.Status} ({head.Status})"),
        EffectKind.ProbePresence => "the access side to find out whether the node is present",
        EffectKind kind => $"{kind}",
    };

    private static string StateOf(in TraceHead head)
    {
        string now = NameOf(head.Room, head.Code);
        string rest = head.Code == TraceHead.NoState
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", lifetime {head.Number / 1000.0:0.###} s");
        return string.Create(CultureInfo.InvariantCulture, $"binding {head.Slot} {NameOf(head.Room, head.Status)} -> {now}{rest}");
    }

    private static string NameOf(EventRoom room, byte state) => state == TraceHead.NoState ? "none"
        : room == EventRoom.Lma ? $"{(BindingState)state}"
        : $"{(BindingUpdateState)state}";

    private string FrameOf(ReadOnlySpan<byte> frame)
    {
        _line.ResetWrittenCount();
        PacketDissector.DissectFrame(LinkType.Ethernet, frame, isCutShort: false, _summary);
        _summary.Finish(_line);
        string ends = EthernetHeader.TryRead(frame, out EthernetHeader header) == Wire.WireStatus.Ok ? $"{header.Source} > {header.Destination} " : "";
        return ends + Encoding.UTF8.GetString(_line.WrittenSpan);
    }

    private string MessageOf(ReadOnlySpan<byte> octets)
    {
        _line.ResetWrittenCount();
        MobilityDissector.Dissect(octets, null, null, _summary);
        _summary.Finish(_line);
        return Encoding.UTF8.GetString(_line.WrittenSpan);
    }
}
