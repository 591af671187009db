using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Control;

/// <summary>What the loop must watch a connection for, or that it is over.</summary>
public enum ControlInterest : byte
{
    /// <summary>Wait until it can be read.</summary>
    Read,

    /// <summary>Wait until it can be written.</summary>
    Write,

    /// <summary>Stop watching it, then call <see cref="ControlServer.Close"/>.</summary>
    Close,
}

/// <summary>
/// Answers on the control socket, driven by the control loop. One request line; then <c>ok</c> or <c>error MESSAGE</c>, the answer,
/// and the end of the connection. Each call does a bounded amount of work, so that a table of a million rows streams between
/// the steps of the engines, and allocates nothing.
/// </summary>
public sealed class ControlServer : IDisposable
{
    /// <summary>Connections at once.</summary>
    public const int ConnectionsMax = 8;

    /// <summary>Table positions that one call looks at.</summary>
    public const int PositionsPerTurn = 256;

    /// <summary>How long a client may be silent.</summary>
    public static readonly Duration Patience = Duration.FromSeconds(30);

    private const int MeasuredRowsMax = 256;
    private const int RowRoom = 20 * 1024;

    private readonly ControlConnection[] _connections = new ControlConnection[ConnectionsMax];
    private readonly ControlRequests _requests;
    private readonly TableRowWriter _cells = new();
    private readonly JsonRowWriter _json = new();
    private readonly byte[] _jsonHead;

    /// <summary>Makes a server that answers from <paramref name="sources"/> and lets <paramref name="actions"/> happen.</summary>
    internal ControlServer(ConsoleSources sources, IOperatorActions actions)
    {
        _requests = new ControlRequests(sources, actions);
        _jsonHead = Encoding.UTF8.GetBytes(
            $"{{\"node\":\"{JsonEncodedText.Encode(sources.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\",\"role\":\"{sources.Role}\"");
        for (int i = 0; i < _connections.Length; i++)
        {
            _connections[i] = new ControlConnection();
        }

        Rehearse();
    }

    /// <summary>When <see cref="TryExpire"/> has something to do, unless something happens before.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = Instant.Never;
            foreach (ControlConnection connection in _connections)
            {
                if (connection.IsOpen && connection.LastProgress.Plus(Patience) < next)
                {
                    next = connection.LastProgress.Plus(Patience);
                }
            }

            return next;
        }
    }

    /// <summary>
    /// Takes the accepted connection out of <paramref name="stream"/> and gives its slot, to be watched for reading. When all slots
    /// are in use the client is told so, the connection is closed, and the result is -1.
    /// </summary>
    public int Accept(LocalStreamConnection stream, Instant now)
    {
        ArgumentNullException.ThrowIfNull(stream);
        for (int slot = 0; slot < _connections.Length; slot++)
        {
            if (!_connections[slot].IsOpen)
            {
                _connections[slot].Open(stream, now);
                return slot;
            }
        }

        // An empty socket has room for one line, and if it has not, the client sees the end of the connection.
        _ = stream.Write("error too many requests at once, try again\n"u8, out _);
        stream.Close();
        return -1;
    }

    /// <summary>The descriptor to watch.</summary>
    public int DescriptorOf(int slot) => Open(slot).Stream.Descriptor;

    /// <summary>The connection can be read.</summary>
    public ControlInterest OnReadable(int slot, Instant now)
    {
        ControlConnection connection = Open(slot);
        if (connection.Phase != ControlPhase.Request)
        {
            return ControlInterest.Write;
        }

        LinuxStatus status = connection.Stream.Read(connection.Request.AsSpan(connection.RequestLength), out int length);
        if (status.IsWouldBlock)
        {
            return ControlInterest.Read;
        }

        if (!status.IsOk || length == 0)
        {
            return ControlInterest.Close;
        }

        connection.LastProgress = now;
        connection.RequestLength += length;
        int end = connection.Request.AsSpan(0, connection.RequestLength).IndexOf((byte)'\n');
        if (end >= 0)
        {
            Begin(connection, end);
            return ControlInterest.Write;
        }

        if (connection.RequestLength == ControlConnection.RequestLengthMax)
        {
            connection.Append("error the request is longer than 1024 octets\n"u8);
            connection.Phase = ControlPhase.Drain;
            return ControlInterest.Write;
        }

        return ControlInterest.Read;
    }

    /// <summary>The connection can be written.</summary>
    public ControlInterest OnWritable(int slot, Instant now)
    {
        ControlConnection connection = Open(slot);
        if (connection.Phase == ControlPhase.Request)
        {
            return ControlInterest.Read;
        }

        if (connection.Unsent.IsEmpty)
        {
            Fill(connection, now);
        }

        if (!connection.Unsent.IsEmpty)
        {
            LinuxStatus status = connection.Stream.Write(connection.Unsent, out int length);
            if (!status.IsOk && !status.IsWouldBlock)
            {
                return ControlInterest.Close;
            }

            if (length > 0)
            {
                connection.Sent(length);
                connection.LastProgress = now;
            }
        }
        else
        {
            // A stretch of empty slots is progress too: the client waits for us, not we for it.
            connection.LastProgress = now;
        }

        return connection.Phase == ControlPhase.Drain && connection.Unsent.IsEmpty ? ControlInterest.Close : ControlInterest.Write;
    }

    /// <summary>Finds a connection whose client has been silent too long; the loop stops watching it and closes it.</summary>
    public bool TryExpire(Instant now, out int slot)
    {
        for (slot = 0; slot < _connections.Length; slot++)
        {
            if (_connections[slot].IsOpen && _connections[slot].LastProgress.Plus(Patience) <= now)
            {
                return true;
            }
        }

        slot = -1;
        return false;
    }

    /// <summary>Ends a connection and frees its slot.</summary>
    public void Close(int slot) => Open(slot).Close();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ControlConnection connection in _connections)
        {
            connection.Dispose();
        }

        _json.Dispose();
    }

    // What the writers make of themselves at the first use is made now, not in the loop.
    private void Rehearse()
    {
        foreach (ConsoleTable table in _requests.Tables)
        {
            _cells.Begin(takesHeadings: true);
            table.WriteColumns(_cells);
            _json.Begin();
            table.WriteColumns(_json);
            _ = _json.End();
        }
    }

    private ControlConnection Open(int slot)
    {
        Invariant.Require(_connections[slot].IsOpen);
        return _connections[slot];
    }

    private void Begin(ControlConnection connection, int length)
    {
        connection.Phase = ControlPhase.Drain;
        _requests.Answer(connection, connection.Request.AsSpan(0, length));
        if (connection.Table is not ConsoleTable table)
        {
            return;
        }

        if (!connection.IsJson)
        {
            if (!table.Description.IsEmpty)
            {
                connection.Append(table.Description);
                connection.Append("\n"u8);
            }

            return;
        }

        connection.Append(_jsonHead);
        connection.Append(",\""u8);
        if (!table.Description.IsEmpty)
        {
            // One row writer gives the escaped text; only the braces around it are not wanted.
            _json.Begin();
            _json.Text(default, "description"u8, table.Description);
            connection.Append(_json.End()[2..^1]);
            connection.Append(",\""u8);
        }

        connection.Append(table.Name.Span);
        connection.Append("\":["u8);
    }

    private void Fill(ControlConnection connection, Instant now)
    {
        ConsoleTable? table = connection.Table;
        if (table is null || connection.Phase == ControlPhase.Drain)
        {
            return;
        }

        int end = Math.Min(connection.Position + PositionsPerTurn, table.Capacity);
        if (connection.Phase == ControlPhase.Measure)
        {
            Measure(connection, table, end, now);
            return;
        }

        while (connection.Position < end && connection.Room.Length > RowRoom)
        {
            WriteRow(connection, table, connection.Position, now);
            connection.Position++;
        }

        if (connection.Position >= table.Capacity)
        {
            if (connection.IsJson)
            {
                connection.Append(connection.RowCount == 0 ? "]}\n"u8 : "\n]}\n"u8);
            }
            else if (connection.RowCount == 0)
            {
                connection.Append("no "u8);
                connection.Append(table.Name.Span);
                connection.Append("\n"u8);
            }

            connection.Phase = ControlPhase.Drain;
        }
    }

    // Columns are as wide as the first rows need; later rows that are wider push their line.
    private void Measure(ControlConnection connection, ConsoleTable table, int end, Instant now)
    {
        for (; connection.Position < end && connection.RowCount < MeasuredRowsMax; connection.Position++)
        {
            _cells.Begin(takesHeadings: false);
            if (table.TryWriteRow(connection.Position, now, _cells))
            {
                _cells.Measure(connection.Widths);
                if (connection.RowCount++ == 0)
                {
                    _cells.Begin(takesHeadings: true);
                    table.TryWriteRow(connection.Position, now, _cells);
                    _cells.Measure(connection.Widths);
                }
            }
        }

        if (connection.Position >= table.Capacity || connection.RowCount == MeasuredRowsMax)
        {
            connection.Phase = ControlPhase.Rows;
            connection.Position = 0;
            connection.RowCount = 0;
        }
    }

    private void WriteRow(ControlConnection connection, ConsoleTable table, int position, Instant now)
    {
        if (connection.IsJson)
        {
            _json.Begin();
            if (table.TryWriteRow(position, now, _json))
            {
                ReadOnlySpan<byte> row = _json.End();
                connection.Append(connection.RowCount++ == 0 ? "\n"u8 : ",\n"u8);
                connection.Append(row);
            }

            return;
        }

        _cells.Begin(takesHeadings: connection.RowCount == 0);
        if (!table.TryWriteRow(position, now, _cells))
        {
            return;
        }

        if (connection.RowCount++ == 0)
        {
            connection.Wrote(_cells.Write(connection.Widths, connection.Room));
            _cells.Begin(takesHeadings: false);
            table.TryWriteRow(position, now, _cells);
        }

        connection.Wrote(_cells.Write(connection.Widths, connection.Room));
    }
}
