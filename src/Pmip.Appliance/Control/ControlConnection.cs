using System;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Control;

/// <summary>Where an answer stands.</summary>
internal enum ControlPhase : byte
{
    /// <summary>The request is not complete.</summary>
    Request,

    /// <summary>A table's columns are measured.</summary>
    Measure,

    /// <summary>Rows are written.</summary>
    Rows,

    /// <summary>All is in the buffer; it is sent and then the connection ends.</summary>
    Drain,
}

/// <summary>One connection with its buffers, made at start and reused.</summary>
internal sealed class ControlConnection : IDisposable
{
    public const int RequestLengthMax = 1024;
    public const int ReplyLength = 64 * 1024;

    private readonly byte[] _reply = new byte[ReplyLength];
    private int _replyStart;
    private int _replyEnd;

    public byte[] Request { get; } = new byte[RequestLengthMax];

    public int RequestLength { get; set; }

    public LocalStreamConnection Stream { get; } = new();

    public bool IsOpen => Stream.IsOpen;

    public ControlPhase Phase { get; set; }

    public ConsoleTable? Table { get; set; }

    public bool IsJson { get; set; }

    public int Position { get; set; }

    public int RowCount { get; set; }

    public int[] Widths { get; } = new int[TableRowWriter.ColumnsMax];

    public Instant LastProgress { get; set; }

    public Span<byte> Room => _reply.AsSpan(_replyEnd);

    public ReadOnlySpan<byte> Unsent => _reply.AsSpan(_replyStart, _replyEnd - _replyStart);

    public void Open(LocalStreamConnection stream, Instant now)
    {
        Invariant.Require(!IsOpen);
        Stream.TakeOver(stream);
        Phase = ControlPhase.Request;
        RequestLength = 0;
        _replyStart = 0;
        _replyEnd = 0;
        LastProgress = now;
    }

    public void Close()
    {
        Stream.Close();
        Table = null;
    }

    public void Dispose() => Stream.Dispose();

    public void BeginTable(ConsoleTable table, bool isJson)
    {
        Table = table;
        IsJson = isJson;
        Position = 0;
        RowCount = 0;
        Widths.AsSpan().Clear();
        Phase = isJson ? ControlPhase.Rows : ControlPhase.Measure;
    }

    /// <summary>Appends what must fit: callers leave room for it.</summary>
    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Room);
        _replyEnd += octets.Length;
    }

    public void Wrote(int octets) => _replyEnd += octets;

    public void Sent(int octets)
    {
        _replyStart += octets;
        if (_replyStart == _replyEnd)
        {
            _replyStart = 0;
            _replyEnd = 0;
        }
    }
}
