using System;
using System.IO;

namespace Pmip.Linux.Files;

/// <summary>The few calls that make a file survive a loss of power: write, flush to the medium, rename, flush the folder.</summary>
public static unsafe class StableStorage
{
    /// <summary>ENOENT: there is no such file.</summary>
    public const int NotFound = 2;

    private const uint OwnerOnly = 0b110_000_000;

    /// <summary>Reads a file from its beginning, as much as there is room for.</summary>
    public static LinuxStatus Read(string path, Span<byte> room, out int length)
    {
        length = 0;
        using LinuxDescriptor file = new(LibC.Open(path, LinuxAbi.O_RDONLY | LinuxAbi.O_CLOEXEC, 0));
        LinuxStatus status = LinuxStatus.From(file.Number);
        while (status.IsOk && length < room.Length)
        {
            fixed (byte* next = room[length..])
            {
                nint read = LibC.Read(file, next, (nuint)(room.Length - length));
                status = LinuxStatus.From(read);
                if (read <= 0)
                {
                    break;
                }

                length += (int)read;
            }
        }

        return status;
    }

    /// <summary>Makes a file of exactly these octets, or replaces what is in it. They may still be in memory only.</summary>
    public static LinuxStatus Write(string path, ReadOnlySpan<byte> octets)
    {
        using LinuxDescriptor file = new(LibC.Open(path, LinuxAbi.O_WRONLY | LinuxAbi.O_CREAT | LinuxAbi.O_TRUNC | LinuxAbi.O_CLOEXEC, OwnerOnly));
        LinuxStatus status = LinuxStatus.From(file.Number);
        for (int done = 0; status.IsOk && done < octets.Length;)
        {
            fixed (byte* next = octets[done..])
            {
                nint written = LibC.Write(file, next, (nuint)(octets.Length - done));
                status = LinuxStatus.From(written);
                done += status.IsOk ? (int)written : 0;
            }
        }

        return status;
    }

    /// <summary>Brings a file, or a folder with what was renamed in it, to the medium.</summary>
    public static LinuxStatus Synchronise(string path)
    {
        using LinuxDescriptor file = new(LibC.Open(path, LinuxAbi.O_RDONLY | LinuxAbi.O_CLOEXEC, 0));
        LinuxStatus status = LinuxStatus.From(file.Number);
        return status.IsOk ? LinuxStatus.From(LibC.Synchronise(file)) : status;
    }

    /// <summary>Gives a file the name of another, which it replaces in one step.</summary>
    public static LinuxStatus Rename(string from, string to) => LinuxStatus.From(LibC.Rename(from, to));

    /// <summary>Makes a folder and those above it, unless they are there.</summary>
    public static LinuxStatus MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return LinuxStatus.Ok;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            const int notPermitted = 13; // EACCES, which is what either exception comes down to here.
            return new LinuxStatus(notPermitted);
        }
    }
}
