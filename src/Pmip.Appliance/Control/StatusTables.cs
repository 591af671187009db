using System;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.DataPath;
using Pmip.Engine.Peers;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary><c>show peers</c>: the nodes that we talk PMIPv6 with.</summary>
internal sealed class PeersTable : ConsoleTable
{
    // By the flags of PeerFeatures; made once, since printing allocates nothing.
    private static readonly byte[][] FeatureNames =
    [
        "none"u8.ToArray(),
        "heartbeat"u8.ToArray(),
        "revocation"u8.ToArray(),
        "heartbeat,revocation"u8.ToArray(),
        "updateNotification"u8.ToArray(),
        "heartbeat,updateNotification"u8.ToArray(),
        "revocation,updateNotification"u8.ToArray(),
        "heartbeat,revocation,updateNotification"u8.ToArray(),
    ];

    private readonly PeerTable[] _tables;
    private readonly byte[][] _roles;
    private readonly byte[] _name = new byte[256];

    public PeersTable(ConsoleSources sources)
        : base("peers")
    {
        _tables = new PeerTable[sources.Peers.Count];
        _roles = new byte[_tables.Length][];
        for (int i = 0; i < _tables.Length; i++)
        {
            _tables[i] = sources.Peers[i].Peers;
            _roles[i] = Encoding.UTF8.GetBytes(sources.Peers[i].Role);
            Capacity += _tables[i].Capacity;
        }
    }

    public override int Capacity { get; }

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        int table = 0;
        while (table < _tables.Length && position >= _tables[table].Capacity)
        {
            position -= _tables[table++].Capacity;
        }

        if (table == _tables.Length || !_tables[table].TryRead(position, out PeerView view))
        {
            return false;
        }

        Write(_roles[table], _name.AsSpan(0, Encoding.UTF8.GetBytes(view.Name, _name)), view, now, writer);
        return true;
    }

    public override void WriteColumns(RowWriter writer) => Write("lma"u8, default, default, default, writer);

    private static void Write(ReadOnlySpan<byte> role, ReadOnlySpan<byte> name, in PeerView view, Instant now, RowWriter writer)
    {
        bool wasHeard = view.Received > 0;
        writer.Text("ROLE"u8, "role"u8, role);
        writer.Text("NAME"u8, "name"u8, name);
        writer.Address("ADDRESS"u8, "address"u8, view.Path.Remote);
        if (wasHeard || view.Sent > 0)
        {
            writer.Text("FORM"u8, "form"u8, EnumText<SignallingForm>.Of(view.Path.Form));
        }
        else
        {
            writer.Unknown("FORM"u8, "form"u8);
        }

        writer.Number("BINDINGS"u8, "bindings"u8, view.Bindings);
        writer.Number("RECEIVED"u8, "messagesReceived"u8, view.Received);
        writer.Number("SENT"u8, "messagesSent"u8, view.Sent);
        if (wasHeard)
        {
            writer.Seconds("HEARD-AGO"u8, "lastHeardSecondsAgo"u8, now.Since(view.LastHeard));
        }
        else
        {
            writer.Unknown("HEARD-AGO"u8, "lastHeardSecondsAgo"u8, isNumber: true);
        }

        WritePath(view, writer);
    }

    private static void WritePath(in PeerView view, RowWriter writer)
    {
        writer.Text("PATH"u8, "path"u8, EnumText<PeerPathState>.Of(view.State));
        writer.Number("MISSED"u8, "heartbeatsMissed"u8, view.Missed);
        if (view.HasRoundTrip)
        {
            writer.Number("RTT-US"u8, "roundTripMicroseconds"u8, view.RoundTrip.Microseconds);
        }
        else
        {
            writer.Unknown("RTT-US"u8, "roundTripMicroseconds"u8, isNumber: true);
        }

        if (view.HasRestartCounter)
        {
            writer.Number("RESTARTS"u8, "restartCounter"u8, view.RestartCounter);
        }
        else
        {
            writer.Unknown("RESTARTS"u8, "restartCounter"u8, isNumber: true);
        }

        writer.Text("LACKS"u8, "lacks"u8, FeatureNames[(byte)view.Lacking & 7]);
        Span<byte> quirks = stackalloc byte[PeerQuirkNames.TextLengthMax];
        writer.TextOrUnknown("QUIRKS"u8, "quirks"u8, quirks[..PeerQuirkNames.Write(view.Quirks, quirks)]);
    }
}

/// <summary><c>show counters</c>: every counter of every room, drops of the data path included.</summary>
internal sealed class CounterTable : ConsoleTable
{
    private readonly ConsoleSources _sources;
    private readonly int _engineCount;

    public CounterTable(ConsoleSources sources)
        : base("counters")
    {
        _sources = sources;
        foreach (ICounterSource source in sources.Counters)
        {
            _engineCount += source.Count;
        }

        Capacity = _engineCount + (sources.DataPath is null ? 0 : DropReasons.Count);
    }

    public override int Capacity { get; }

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        if (position >= _engineCount)
        {
            DropReason reason = (DropReason)(position - _engineCount);
            return Write("datapath"u8, DropReasons.Name(reason), (long)(_sources.DataPath!.DropCount(reason) & long.MaxValue), writer);
        }

        int source = 0;
        while (position >= _sources.Counters[source].Count)
        {
            position -= _sources.Counters[source++].Count;
        }

        ICounterSource counters = _sources.Counters[source];
        return Write(counters.Room, counters.NameAt(position), counters.ValueAt(position), writer);
    }

    public override void WriteColumns(RowWriter writer) => Write(default, default, 0, writer);

    private static bool Write(ReadOnlySpan<byte> room, ReadOnlySpan<byte> counter, long value, RowWriter writer)
    {
        writer.Text("ROOM"u8, "room"u8, room);
        writer.Text("COUNTER"u8, "counter"u8, counter);
        writer.Number("VALUE"u8, "value"u8, value);
        return true;
    }
}

/// <summary><c>show nodes</c>: who is on the access links.</summary>
internal sealed class NodeTable(ConsoleSources sources) : ConsoleTable("nodes")
{
    public override int Capacity => sources.Nodes?.Capacity ?? 0;

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        if (!sources.Nodes!.TryRead(position, out NodeRow row))
        {
            return false;
        }

        Write(row, now, writer);
        return true;
    }

    public override void WriteColumns(RowWriter writer) => Write(default, default, writer);

    private static void Write(in NodeRow row, Instant now, RowWriter writer)
    {
        writer.Text("INTERFACE"u8, "interface"u8, row.Interface);
        writer.Mac("MAC"u8, "linkLayerAddress"u8, row.LinkLayerAddress);
        writer.Text("STATE"u8, "state"u8, row.State);
        writer.Address("LINK-LOCAL"u8, "linkLocalAddress"u8, row.LinkLocalAddress);
        writer.Number("UP"u8, "connectionsUp"u8, row.ConnectionsUp);
        writer.Number("PENDING"u8, "connectionsPending"u8, row.ConnectionsPending);
        writer.Seconds("HEARD-AGO"u8, "lastHeardSecondsAgo"u8, now.Since(row.LastHeard));
        writer.Number("UNANSWERED"u8, "probesUnanswered"u8, row.ProbesUnanswered);
    }
}
