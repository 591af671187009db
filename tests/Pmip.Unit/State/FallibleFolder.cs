using System;
using System.Collections.Generic;
using Pmip.Appliance.State;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Unit.State;

/// <summary>
/// A folder that loses power after a number of steps. What was not brought to the medium is lost then: octets in part, names
/// by chance.
/// </summary>
internal sealed class FallibleFolder : IStateFolder
{
    private readonly Dictionary<string, byte[]> _seen = [];    // what the process sees
    private readonly Dictionary<string, byte[]> _medium = [];  // octets under the names that the medium has
    private readonly HashSet<string> _flushed = [];

    /// <summary>Steps until the power fails; never when negative.</summary>
    public int StepsLeft { get; set; } = -1;

    /// <summary>True: every change is refused, as on a medium that is mounted read-only.</summary>
    public bool IsReadOnly { get; set; }

    public bool ForgetsToFlush { get; set; }

    public List<string> Steps { get; } = [];

    public LinuxStatus Read(string name, Span<byte> room, out int length)
    {
        length = 0;
        if (!_seen.TryGetValue(name, out byte[]? octets))
        {
            return new LinuxStatus(StableStorage.NotFound);
        }

        length = Math.Min(octets.Length, room.Length);
        octets.AsSpan(0, length).CopyTo(room);
        return LinuxStatus.Ok;
    }

    public LinuxStatus Write(string name, ReadOnlySpan<byte> octets)
    {
        LinuxStatus status = Step("write");
        if (status.IsOk)
        {
            _seen[name] = octets.ToArray();
            _flushed.Remove(name);
        }

        return status;
    }

    public LinuxStatus Synchronise(string name)
    {
        LinuxStatus status = Step("synchronise");
        if (status.IsOk && !ForgetsToFlush)
        {
            _flushed.Add(name);
        }

        return status;
    }

    public LinuxStatus Rename(string from, string to)
    {
        LinuxStatus status = Step("rename");
        if (status.IsOk)
        {
            _seen[to] = _seen[from];
            _seen.Remove(from);
            if (_flushed.Remove(from))
            {
                _flushed.Add(to);
            }
            else
            {
                _flushed.Remove(to);
            }
        }

        return status;
    }

    public LinuxStatus SynchroniseNames()
    {
        LinuxStatus status = Step("synchroniseNames");
        if (status.IsOk)
        {
            Keep(prefix: int.MaxValue);
        }

        return status;
    }

    public void Put(string name, byte[] octets)
    {
        _seen[name] = octets;
        _flushed.Add(name);
        Keep(int.MaxValue);
    }

    public byte[] Get(string name) => _seen[name];

    /// <summary>
    /// The power is back. <paramref name="namesWereKept"/>: the medium had got the names by itself; octets that were never
    /// flushed are there up to <paramref name="prefix"/>.
    /// </summary>
    public void Restart(bool namesWereKept, int prefix)
    {
        if (namesWereKept)
        {
            Keep(prefix);
        }

        _seen.Clear();
        _flushed.Clear();
        foreach ((string name, byte[] octets) in _medium)
        {
            _seen[name] = octets;
            _flushed.Add(name);
        }

        StepsLeft = -1;
    }

    private void Keep(int prefix)
    {
        _medium.Clear();
        foreach ((string name, byte[] octets) in _seen)
        {
            _medium[name] = _flushed.Contains(name) ? octets : octets[..Math.Min(prefix, ForgetsToFlush && prefix == int.MaxValue ? 0 : octets.Length)];
        }
    }

    private LinuxStatus Step(string what)
    {
        Steps.Add(what);
        const int readOnly = 30;
        const int ioError = 5;
        if (IsReadOnly)
        {
            return new LinuxStatus(readOnly);
        }

        if (StepsLeft == 0)
        {
            return new LinuxStatus(ioError);
        }

        StepsLeft -= StepsLeft > 0 ? 1 : 0;
        return LinuxStatus.Ok;
    }
}
