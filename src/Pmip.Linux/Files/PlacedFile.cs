using System;

namespace Pmip.Linux.Files;

/// <summary>
/// A file of fixed length that is read and written in place, so that a write needs no room that a full disk would not have. Made at
/// start; reading and writing allocate nothing.
/// </summary>
public sealed unsafe class PlacedFile : IDisposable
{
    private const uint OwnerOnly = 0b110_000_000;
    private readonly LinuxDescriptor _file;

    private PlacedFile(LinuxDescriptor file) => _file = file;

    /// <summary>
    /// Opens the file, or makes it. A new or shorter one is filled up to <paramref name="length"/> with octets of zero, which are on the
    /// medium when this returns.
    /// </summary>
    public static LinuxStatus TryOpen(string path, int length, out PlacedFile? placed)
    {
        placed = null;
        int descriptor = LibC.Open(path, LinuxAbi.O_RDWR | LinuxAbi.O_CREAT | LinuxAbi.O_CLOEXEC, OwnerOnly);
        LinuxStatus status = LinuxStatus.From(descriptor);
        if (!status.IsOk)
        {
            return status;
        }

        PlacedFile file = new(new LinuxDescriptor(descriptor));
        status = file.FillUp(length);
        if (!status.IsOk)
        {
            file.Dispose();
            return status;
        }

        placed = file;
        return status;
    }

    /// <summary>Fills <paramref name="room"/> from <paramref name="offset"/> on; EIO when the file ends before.</summary>
    public LinuxStatus Read(long offset, Span<byte> room)
    {
        while (room.Length > 0)
        {
            nint read;
            fixed (byte* first = room)
            {
                read = LibC.ReadAt(_file, first, (nuint)room.Length, offset);
            }

            LinuxStatus status = LinuxStatus.From(read);
            if (status.Errno == LinuxAbi.EINTR)
            {
                continue;
            }

            if (read <= 0)
            {
                return status.IsOk ? new LinuxStatus(LinuxAbi.EIO) : status;
            }

            room = room[(int)read..];
            offset += read;
        }

        return LinuxStatus.Ok;
    }

    /// <summary>Writes in place, perhaps in memory only.</summary>
    public LinuxStatus Write(long offset, ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0)
        {
            nint written;
            fixed (byte* first = octets)
            {
                written = LibC.WriteAt(_file, first, (nuint)octets.Length, offset);
            }

            LinuxStatus status = LinuxStatus.From(written);
            if (status.Errno == LinuxAbi.EINTR)
            {
                continue;
            }

            if (!status.IsOk)
            {
                return status;
            }

            octets = octets[(int)written..];
            offset += written;
        }

        return LinuxStatus.Ok;
    }

    /// <summary>Brings what was written to the medium.</summary>
    public LinuxStatus Synchronise() => LinuxStatus.From(LibC.SynchroniseContent(_file));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Written, not merely reserved: what is written later changes no length and no map of the file.
    private LinuxStatus FillUp(int length)
    {
        byte[] octets = new byte[length];
        int kept = 0;
        fixed (byte* first = octets)
        {
            nint read = LibC.ReadAt(_file, first, (nuint)length, 0);
            if (read < 0 || read == length)
            {
                return LinuxStatus.From(read);
            }

            kept = (int)read;
        }

        LinuxStatus status = Write(kept, octets.AsSpan(kept));
        return status.IsOk ? LinuxStatus.From(LibC.Synchronise(_file)) : status;
    }
}
