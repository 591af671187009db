using System;

namespace Pmip.Linux.Files;

/// <summary>
/// A file of fixed length that is written in place: its room is taken once, so that neither a full disk nor the order in which a
/// file system keeps names and lengths can stand between a write and the medium. Each call is one of the kernel's and may do less
/// than was asked.
/// </summary>
public sealed unsafe class BlockFile : IDisposable
{
    private const uint OwnerOnly = 0b110_000_000;
    private readonly LinuxDescriptor _file;

    private BlockFile(LinuxDescriptor file) => _file = file;

    /// <summary>Opens a file that is there; for reading alone where the disk allows no more.</summary>
    public static LinuxStatus TryOpen(string path, bool isReadOnly, out BlockFile? file)
    {
        LinuxDescriptor descriptor = new(LibC.Open(path, (isReadOnly ? LinuxAbi.O_RDONLY : LinuxAbi.O_RDWR) | LinuxAbi.O_CLOEXEC, 0));
        return Owned(descriptor, out file);
    }

    /// <summary>Makes a file of <paramref name="length"/> zero octets and brings it to the medium; the folder with its name is not.</summary>
    public static LinuxStatus Make(string path, int length)
    {
        const int flags = LinuxAbi.O_RDWR | LinuxAbi.O_CREAT | LinuxAbi.O_TRUNC | LinuxAbi.O_CLOEXEC;
        LinuxStatus status = Owned(new LinuxDescriptor(LibC.Open(path, flags, OwnerOnly)), out BlockFile? file);
        if (file is null)
        {
            return status;
        }

        using (file)
        {
            // Zeros are written as well: room that was only promised costs the file system's own records when it is first used.
            status = LinuxStatus.From(LibC.Allocate(file._file, 0, 0, length));
            status = status.Errno == LinuxAbi.EOPNOTSUPP ? LinuxStatus.Ok : status;
            byte[] zeros = new byte[1 << 16];
            for (int done = 0; status.IsOk && done < length;)
            {
                status = file.Write(done, zeros.AsSpan(0, Math.Min(zeros.Length, length - done)), out int written);
                done += written;
                status = status.Errno == LinuxAbi.EINTR ? LinuxStatus.Ok : status;
            }

            return status.IsOk ? file.Synchronise() : status;
        }
    }

    /// <summary>Octets in the file; -1 when that cannot be said.</summary>
    public long Length => LibC.Seek(_file, 0, LinuxAbi.SEEK_END);

    /// <summary>Reads from a place; zero octets at the end of the file.</summary>
    public LinuxStatus Read(long offset, Span<byte> room, out int length)
    {
        fixed (byte* first = room)
        {
            nint read = LibC.ReadAt(_file, first, (nuint)room.Length, offset);
            length = (int)Math.Max(read, 0);
            return LinuxStatus.From(read);
        }
    }

    /// <summary>Writes to a place; fewer octets than were given may have been taken.</summary>
    public LinuxStatus Write(long offset, ReadOnlySpan<byte> octets, out int length)
    {
        fixed (byte* first = octets)
        {
            nint written = LibC.WriteAt(_file, first, (nuint)octets.Length, offset);
            length = (int)Math.Max(written, 0);
            return LinuxStatus.From(written);
        }
    }

    /// <summary>Brings what was written to the medium, and has the next read come from there where the kernel lets it.</summary>
    public LinuxStatus Synchronise()
    {
        LinuxStatus status = LinuxStatus.From(LibC.SynchroniseOctets(_file));
        if (status.IsOk)
        {
            // An advice only; what it answers changes nothing.
            _ = LibC.Advise(_file, 0, 0, LinuxAbi.POSIX_FADV_DONTNEED);
        }

        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static LinuxStatus Owned(LinuxDescriptor descriptor, out BlockFile? file)
    {
        LinuxStatus status = LinuxStatus.From(descriptor.Number);
        file = null;
        if (status.IsOk)
        {
            file = new BlockFile(descriptor);
        }
        else
        {
            descriptor.Dispose();
        }

        return status;
    }
}
