using System;
using System.Net.Sockets;

namespace Pmip.Client;

/// <summary>Cuts what comes from the socket into lines.</summary>
internal sealed class FrameReader(Socket socket)
{
    private const int LengthMax = 8 * 1024 * 1024;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _searched;

    /// <summary>Takes the next line that is wholly there, without its end; good until the next call.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        int length = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (length < 0)
        {
            _searched = _end;
            line = default;
            return false;
        }

        line = _buffer.AsMemory(_start, _searched + length - _start);
        _start = _searched + length + 1;
        _searched = _start;
        return true;
    }

    /// <summary>Waits for more; false when the other side has ended.</summary>
    public bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= LengthMax)
            {
                throw new ControlException("pmipd sent a line without an end");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int received = socket.Receive(_buffer.AsSpan(_end));
        _end += received;
        return received > 0;
    }
}
