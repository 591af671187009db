using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Store;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Unit.Store;

/// <summary>What becomes of a sector that was written and not flushed when the power fails.</summary>
internal enum SectorFate
{
    Old,
    New,
    Torn,
}

/// <summary>
/// Block files on a medium that writes sectors of 512 octets in any order it likes, and loses power, or fails, at a chosen call.
/// </summary>
internal sealed class PowerCutFolder : IBlockFolder
{
    public const int SectorLength = 512;
    private readonly Dictionary<string, (byte[] Medium, byte[] Seen)> _files = [];

    /// <summary>Calls that change something until the power fails; never when negative.</summary>
    public int CallsLeft { get; set; } = -1;

    /// <summary>What the call at which <see cref="CallsLeft"/> runs out does instead of failing for good; null for a loss of power.</summary>
    public CallFault? Fault { get; set; }

    /// <summary>True once the fault was given.</summary>
    public bool HasFailed { get; private set; }

    public bool IsReadOnly { get; set; }

    /// <summary>Sectors that were written and never flushed.</summary>
    public IReadOnlyList<(string File, int Sector)> Pending =>
    [
        .. _files.OrderBy(file => file.Key, StringComparer.Ordinal).SelectMany(file => Enumerable.Range(0, file.Value.Seen.Length / SectorLength)
            .Where(sector => !Sector(file.Value.Seen, sector).SequenceEqual(Sector(file.Value.Medium, sector)))
            .Select(sector => (file.Key, sector))),
    ];

    public byte[] MediumOf(string name) => _files[name].Medium;

    public void Put(string name, byte[] octets) => _files[name] = (octets, [.. octets]);

    /// <summary>A folder as it is found when the power is back, each pending sector having met its fate.</summary>
    public PowerCutFolder AfterPowerCut(IReadOnlyList<(string File, int Sector)> pending, Func<int, SectorFate> fate)
    {
        PowerCutFolder next = new();
        foreach ((string name, (byte[] medium, _)) in _files)
        {
            next.Put(name, [.. medium]);
        }

        for (int i = 0; i < pending.Count; i++)
        {
            int at = pending[i].Sector * SectorLength;
            int length = fate(i) switch { SectorFate.Old => 0, SectorFate.New => SectorLength, _ => SectorLength / 2 };
            _files[pending[i].File].Seen.AsSpan(at, length).CopyTo(next._files[pending[i].File].Medium.AsSpan(at));
            _files[pending[i].File].Seen.AsSpan(at, length).CopyTo(next._files[pending[i].File].Seen.AsSpan(at));
        }

        return next;
    }

    public LinuxStatus TryOpen(string name, out IBlockFile? file, out bool isReadOnly)
    {
        isReadOnly = IsReadOnly;
        file = _files.ContainsKey(name) ? new File(this, name) : null;
        return file is null ? new LinuxStatus(StableStorage.NotFound) : LinuxStatus.Ok;
    }

    public LinuxStatus Make(string name, int length)
    {
        LinuxStatus status = Step(out _);
        if (status.IsOk)
        {
            Put(name, new byte[length]);
        }

        return status;
    }

    public LinuxStatus SetAside(string name)
    {
        _files[name + ".damaged"] = _files[name];
        _files.Remove(name);
        return LinuxStatus.Ok;
    }

    private static Span<byte> Sector(byte[] octets, int sector) => octets.AsSpan(sector * SectorLength, SectorLength);

    private LinuxStatus Step(out bool isShort)
    {
        isShort = false;
        if (CallsLeft < 0)
        {
            return LinuxStatus.Ok;
        }

        if (CallsLeft-- > 0)
        {
            return LinuxStatus.Ok;
        }

        if (Fault is not CallFault fault)
        {
            CallsLeft = 0;
            throw new PowerCutException();
        }

        HasFailed = true;
        isShort = fault.IsShort;
        return new LinuxStatus(fault.Errno);
    }

    private sealed class File(PowerCutFolder folder, string name) : IBlockFile
    {
        public long Length => folder._files[name].Seen.Length;

        public LinuxStatus Read(long offset, Span<byte> room, out int length)
        {
            length = 0;
            LinuxStatus status = folder.Fault is { IsOnReads: true } ? folder.Step(out _) : LinuxStatus.Ok;
            if (status.IsOk)
            {
                length = (int)Math.Min(room.Length, Length - offset);
                folder._files[name].Seen.AsSpan((int)offset, length).CopyTo(room);
            }

            return status;
        }

        public LinuxStatus Write(long offset, ReadOnlySpan<byte> octets, out int length)
        {
            LinuxStatus status = folder.Step(out bool isShort);
            length = !status.IsOk ? 0 : isShort ? Math.Max(octets.Length / 3, 1) : octets.Length;
            octets[..length].CopyTo(folder._files[name].Seen.AsSpan((int)offset));
            return status;
        }

        public LinuxStatus Synchronise()
        {
            LinuxStatus status = folder.Step(out _);
            (byte[] medium, byte[] seen) = folder._files[name];
            if (status.IsOk)
            {
                seen.CopyTo(medium, 0);
            }
            else if (status.Errno != 4)
            {
                // A kernel that could not write throws the pages away and calls the file clean.
                medium.CopyTo(seen, 0);
            }

            return status;
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>What one call does instead of its work.</summary>
/// <param name="Errno">The error; zero for a write that takes less than it was given.</param>
/// <param name="IsShort">True for such a write.</param>
/// <param name="IsOnReads">True when reads count as well.</param>
internal sealed record CallFault(int Errno, bool IsShort = false, bool IsOnReads = false);

/// <summary>The power is gone: nothing of the process goes on.</summary>
internal sealed class PowerCutException : Exception
{
    public PowerCutException()
        : base("the power is gone")
    {
    }
}
