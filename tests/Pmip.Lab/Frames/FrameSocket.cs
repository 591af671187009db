using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pmip.Lab.Frames;

/// <summary>
/// One family at one end: it sends one stream and receives the other. No more frames are ever under way than <see cref="Window"/>, fewer than
/// any queue between the ends takes (1,000 before a processor, 256 before a virtual link with a program in its driver), and fewer than its
/// own buffer takes: what is missing was lost on the way.
/// </summary>
internal sealed class FrameSocket : IDisposable
{
    /// <summary>Frames of a stream that may be under way.</summary>
    internal const int Window = 100;

    private const int Burst = 25;
    private const int NumbersMax = 1 << 27;
    private const int FrameLength = 64;
    private const int BufferLength = 1 << 22;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly FrameLedger _ledger;
    private readonly FrameStream _out;
    private readonly FrameStream _in;
    private readonly Socket _socket;
    private readonly byte[] _room = new byte[2048];
    private readonly ulong[] _seen = new ulong[NumbersMax / 64];
    private readonly int _perSecond;
    private long _began;
    private long _sent;
    private long _givenUp;
    private long _arrivedBefore;
    private long _waitsSince = Stopwatch.GetTimestamp();
    private long _arrived;
    private long _reached;
    private long _lastArrival;

    internal FrameSocket(FrameLedger ledger, FrameStream leaving, FrameStream arriving, IPEndPoint own, IPEndPoint far, int perSecond)
    {
        _perSecond = perSecond;
        _ledger = ledger;
        _out = leaving;
        _in = arriving;
        _socket = new Socket(own.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = BufferLength, Blocking = false };
        _socket.Bind(own);
        _socket.Connect(far);
    }

    internal Socket Socket => _socket;

    public void Dispose() => _socket.Dispose();

    /// <summary>Sends as many as may be under way; false when there were none.</summary>
    internal bool Send()
    {
        long arrived = _ledger.Read(_out, FrameLedger.Word.Arrived);
        if (arrived != _arrivedBefore)
        {
            _arrivedBefore = arrived;
            _waitsSince = Stopwatch.GetTimestamp();
        }

        _givenUp = Math.Min(_givenUp, _sent - arrived); // What comes late was not lost.
        long room = Window - (_sent - arrived - _givenUp);
        if (room <= 0 && Stopwatch.GetElapsedTime(_waitsSince) > Patience)
        {
            _givenUp = _sent - arrived;
            _ledger.Write(_out, FrameLedger.Word.GivenUp, _givenUp);
            _waitsSince = Stopwatch.GetTimestamp();
        }

        int count = (int)Math.Min(Math.Min(room, Burst), Math.Min(NumbersMax - _sent, Due()));
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_room, _sent);
            _socket.Send(_room.AsSpan(0, FrameLength), SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
            {
                _ledger.Write(_out, FrameLedger.Word.Refused, _ledger.Read(_out, FrameLedger.Word.Refused) + 1);
                return i > 0;
            }

            _sent++;
            _ledger.Write(_out, FrameLedger.Word.Sent, _sent);
        }

        return count > 0;
    }

    /// <summary>Takes what has arrived; false when it was nothing.</summary>
    internal bool Receive()
    {
        int taken = 0;
        while (taken < 2 * Burst)
        {
            int length = _socket.Receive(_room, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
            {
                break;
            }

            taken++;
            long number = length == FrameLength ? BinaryPrimitives.ReadInt64LittleEndian(_room) : -1;
            if ((ulong)number < NumbersMax)
            {
                Note(number);
            }
        }

        return taken > 0;
    }

    // What a pause has left over is made good, but never more at a time than may be under way.
    private long Due()
    {
        _began = _began == 0 ? Stopwatch.GetTimestamp() : _began;
        return _perSecond == 0 ? long.MaxValue : (long)(Stopwatch.GetElapsedTime(_began).TotalSeconds * _perSecond) - _sent;
    }

    private void Note(long number)
    {
        long now = Stopwatch.GetTimestamp();
        if (_lastArrival != 0)
        {
            long gap = (long)Stopwatch.GetElapsedTime(_lastArrival, now).TotalMicroseconds;
            if (gap > _ledger.Read(_in, FrameLedger.Word.LongestGap))
            {
                _ledger.Write(_in, FrameLedger.Word.LongestGap, gap);
            }
        }

        _lastArrival = now;
        ulong bit = 1UL << (int)(number & 63);
        if ((_seen[number >> 6] & bit) != 0)
        {
            _ledger.Write(_in, FrameLedger.Word.Doubled, _ledger.Read(_in, FrameLedger.Word.Doubled) + 1);
            return;
        }

        _seen[number >> 6] |= bit;
        if (number >= _reached)
        {
            _reached = number + 1;
            _ledger.Write(_in, FrameLedger.Word.Reached, _reached);
        }

        _arrived++;
        _ledger.Write(_in, FrameLedger.Word.Arrived, _arrived);
    }
}
