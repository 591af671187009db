using System;
using Pmip.Linux;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Desk;

/// <summary>Cuts what a client sends into lines, within a bound.</summary>
internal sealed class SessionInput(LocalStreamConnection connection)
{
    /// <summary>Most octets of a request with its end: a configuration of a megabyte fits into a body.</summary>
    public const int LengthMax = 2 * 1024 * 1024;

    private const int LengthAtFirst = 4096;
    private byte[] _buffer = new byte[LengthAtFirst];
    private int _start;
    private int _end;
    private int _searched;

    /// <summary>True when a line is longer than allowed: what follows cannot be understood.</summary>
    public bool IsTooLong => _end - _start >= LengthMax;

    /// <summary>Takes the next whole line, without its end; good until more is read.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        if (!TryPeek(out line))
        {
            return false;
        }

        _start += line.Length + 1;
        _searched = _start;
        return true;
    }

    /// <summary>Looks at the next whole line without taking it.</summary>
    public bool TryPeek(out ReadOnlyMemory<byte> line)
    {
        int length = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        _searched = length < 0 ? _end : _searched + length;
        line = length < 0 ? default : _buffer.AsMemory(_start, _searched - _start);
        return length >= 0;
    }

    /// <summary>Reads what is there, without waiting; false when the client has gone.</summary>
    public bool Read()
    {
        MakeRoom();
        LinuxStatus status = connection.Read(_buffer.AsSpan(_end), out int length);
        _end += length;
        return status.IsWouldBlock || (status.IsOk && length > 0) || _end == _buffer.Length;
    }

    private void MakeRoom()
    {
        if (_start == _end && _buffer.Length > 16 * LengthAtFirst)
        {
            _buffer = new byte[LengthAtFirst]; // A large request has been dealt with.
            _start = _end = _searched = 0;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }
        else if (_end == _buffer.Length && _end < LengthMax)
        {
            Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, LengthMax));
        }
    }
}
