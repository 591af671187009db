using System;
using System.Buffers.Text;

namespace Pmip.Linux.Processes;

/// <summary>
/// An exclusive lock on a file that holds the number of the owning process. The kernel gives it up when the process ends, so a
/// crash leaves no stale lock; the file itself stays.
/// </summary>
public sealed unsafe class FileLock : IDisposable
{
    private readonly LinuxDescriptor _file;

    private FileLock(LinuxDescriptor file) => _file = file;

    /// <summary>Takes the lock at <paramref name="path"/>; <see cref="LinuxStatus.IsWouldBlock"/> when another process has it.</summary>
    public static LinuxStatus TryTake(string path, out FileLock? fileLock)
    {
        fileLock = null;
        int descriptor = LibC.Open(path, LinuxAbi.O_RDWR | LinuxAbi.O_CREAT | LinuxAbi.O_CLOEXEC, 0b110_100_100);
        LinuxStatus status = LinuxStatus.From(descriptor);
        if (!status.IsOk)
        {
            return status;
        }

        LinuxDescriptor file = new(descriptor);
        status = LinuxStatus.From(LibC.Lock(file, LinuxAbi.LOCK_EX | LinuxAbi.LOCK_NB));
        if (!status.IsOk)
        {
            file.Dispose();
            return status;
        }

        Span<byte> line = stackalloc byte[16];
        Utf8Formatter.TryFormat(Environment.ProcessId, line, out int length);
        line[length++] = (byte)'\n';
        fixed (byte* first = line)
        {
            status = LinuxStatus.From(LibC.Truncate(file, 0));
            status = status.IsOk ? LinuxStatus.From(LibC.Write(file, first, (nuint)length)) : status;
        }

        if (!status.IsOk)
        {
            file.Dispose();
            return status;
        }

        fileLock = new FileLock(file);
        return LinuxStatus.Ok;
    }

    /// <summary>
    /// Reads what the holder of the lock at <paramref name="path"/> wrote: the number of its process. The runtime's files cannot: they
    /// want a lock themselves.
    /// </summary>
    public static LinuxStatus ReadHolder(string path, Span<byte> room, out int length)
    {
        using LinuxDescriptor file = new(LibC.Open(path, LinuxAbi.O_RDONLY | LinuxAbi.O_CLOEXEC, 0));
        length = 0;
        fixed (byte* first = room)
        {
            LinuxStatus status = LinuxStatus.From(file.Number);
            nint read = status.IsOk ? LibC.Read(file, first, (nuint)room.Length) : 0;
            status = status.IsOk ? LinuxStatus.From(read) : status;
            length = status.IsOk ? (int)read : 0;
            return status;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
