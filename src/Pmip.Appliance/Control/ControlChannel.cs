using System;
using Pmip.Appliance.Logging;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Control;

/// <summary>Where the answer on a channel stands.</summary>
internal enum ControlPhase : byte
{
    /// <summary>A line is awaited.</summary>
    Request,

    /// <summary>Rows are written.</summary>
    Rows,

    /// <summary>All is in the buffer; it is sent and then the next line is awaited.</summary>
    Drain,
}

/// <summary>
/// One way between a thread of the desk and the loop, with its buffers, made at start. A line goes in. Lines come back, told apart
/// by their first octet: <c>[</c> the columns, <c>{</c> a row, <c>=</c> text, and at the end either <c>.</c> or <c>!CODE MESSAGE</c>.
/// The octet 0x18 (CAN) in the middle of an answer ends it.
/// </summary>
internal sealed class ControlChannel(LocalStreamConnection stream) : IDisposable
{
    /// <summary>Octets of a line with its end.</summary>
    public const int RequestLengthMax = 1024;

    /// <summary>Octets that a row needs at most.</summary>
    public const int RowRoom = 20 * 1024;

    /// <summary>Ends an answer.</summary>
    public const byte Cancel = 0x18;

    private readonly byte[] _request = new byte[RequestLengthMax];
    private readonly byte[] _reply = new byte[32 * 1024];
    private int _requestLength;
    private int _taken;
    private int _replyStart;
    private int _replyEnd;

    /// <summary>The loop's end.</summary>
    public LocalStreamConnection Stream { get; } = stream;

    public ControlPhase Phase { get; set; }

    public ConsoleTable? Table { get; private set; }

    /// <summary>The next position of the table to look at.</summary>
    public int Position { get; set; }

    /// <summary>Rows that are still wanted.</summary>
    public long RowsLeft { get; set; }

    public Span<byte> RequestRoom => _request.AsSpan(_requestLength);

    public Span<byte> Room => _reply.AsSpan(_replyEnd);

    public ReadOnlySpan<byte> Unsent => _reply.AsSpan(_replyStart, _replyEnd - _replyStart);

    public void Dispose() => Stream.Dispose();

    public void Received(int length) => _requestLength += length;

    /// <summary>Takes the line that is there, good until more is received. A cancel that came after its answer's end is passed over.</summary>
    public bool TryTakeLine(out ReadOnlySpan<byte> line)
    {
        _request.AsSpan(_taken, _requestLength - _taken).CopyTo(_request);
        _requestLength -= _taken;
        _taken = 0;
        ReadOnlySpan<byte> received = _request.AsSpan(0, _requestLength);
        int start = received.IndexOfAnyExcept(Cancel);
        int end = received.IndexOf((byte)'\n');
        line = end < 0 ? default : received[start..end];
        _taken = end < 0 ? 0 : end + 1;
        return end >= 0;
    }

    /// <summary>True when the rest of the answer is not wanted, because it was cancelled or nobody is there.</summary>
    public bool IsCancelled()
    {
        Span<byte> octets = stackalloc byte[16];
        return !Stream.Read(octets, out _).IsWouldBlock;
    }

    public void BeginTable(ConsoleTable table, uint rowsMax)
    {
        Table = table;
        Position = 0;
        RowsLeft = rowsMax == 0 ? long.MaxValue : rowsMax;
        Phase = ControlPhase.Rows;
    }

    public void EndTable()
    {
        Table = null;
        Phase = ControlPhase.Drain;
    }

    /// <summary>Appends what must fit: callers leave room for it.</summary>
    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Room);
        _replyEnd += octets.Length;
    }

    /// <summary>Appends text of the network, without what would end the line.</summary>
    public void AppendVisible(ReadOnlySpan<byte> octets) => _replyEnd += VisibleText.Write(octets, Room);

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
