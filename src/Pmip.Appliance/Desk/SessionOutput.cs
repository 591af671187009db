using System;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Desk;

/// <summary>
/// Sends frames to a client, gathered into pieces. A client that takes nothing for the length of the patience is given up: from
/// then on everything is thrown away at once.
/// </summary>
internal sealed class SessionOutput : IDisposable
{
    private const int PieceLength = 16 * 1024;
    private readonly LocalStreamConnection _connection;
    private readonly EventDescriptor _wake;
    private readonly Duration _patience;
    private readonly ArrayBufferWriter<byte> _piece = new(PieceLength);
    private readonly ArrayBufferWriter<byte> _frame = new(1024);
    private readonly Utf8JsonWriter _json;

    /// <summary>Makes the sending side of a session; <paramref name="wake"/> is raised when the session is to end.</summary>
    public SessionOutput(LocalStreamConnection connection, EventDescriptor wake, Duration patience)
    {
        _connection = connection;
        _wake = wake;
        _patience = patience;
        _json = new Utf8JsonWriter(_frame, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>True when nothing reaches the client any more.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Set by any thread when the session is to end: a wait for the client ends at once.</summary>
    public volatile bool IsEnding;

    /// <summary>Writes one frame; what was gathered goes out when it is a piece, or with <see cref="Flush"/>.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        if (IsGivenUp)
        {
            return;
        }

        // A writer that throws in the middle leaves nothing behind.
        _frame.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        write(_json);
        _json.WriteEndObject();
        _json.Flush();
        _piece.Write(_frame.WrittenSpan);
        _piece.Write("\n"u8);
        FlushPiece();
    }

    /// <summary>Sends a frame that is already made, with its end.</summary>
    public void Write(ReadOnlySpan<byte> frame)
    {
        if (!IsGivenUp)
        {
            _piece.Write(frame);
            FlushPiece();
        }
    }

    /// <summary>Sends what was gathered, waiting for the client no longer than the patience.</summary>
    public void Flush()
    {
        ReadOnlySpan<byte> unsent = _piece.WrittenSpan;
        Instant deadline = MonotonicClock.Now.Plus(_patience);
        while (!unsent.IsEmpty && !IsGivenUp)
        {
            LinuxStatus status = _connection.Write(unsent, out int length);
            unsent = unsent[length..];
            Instant now = MonotonicClock.Now;
            deadline = length > 0 ? now.Plus(_patience) : deadline;
            IsGivenUp = (!status.IsOk && !status.IsWouldBlock) || now >= deadline || IsEnding;
            if (!IsGivenUp && status.IsWouldBlock)
            {
                _wake.TryTake(); // Raised by news too, which wait; the end of the session is looked at in each round.
                _connection.Wait(PollInterest.Write, IsEnding ? null : _wake, deadline.Since(now));
            }
        }

        _piece.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void FlushPiece()
    {
        if (_piece.WrittenCount >= PieceLength)
        {
            Flush();
        }
    }
}
