using System;
using Pmip.Foundation;

namespace Pmip.Linux.Files;

/// <summary>
/// A file as memory: what is written there is in the file at once, whatever becomes of the process, and costs no system call. Its room is
/// taken when it is opened, since a page that the file system cannot give later would end the process.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    private const uint OwnerOnly = 0b110_000_000;
    private const int ProtectionReadWrite = 3;
    private const int Shared = 1;
    private const nint Failed = -1;
    private byte* _first;

    private MappedFile(nint address, long length)
    {
        _first = (byte*)address;
        Length = length;
    }

    /// <summary>Octets in the file.</summary>
    public long Length { get; }

    /// <summary>Some of them, as memory.</summary>
    public Span<byte> At(long offset, int length)
    {
        Invariant.Require(_first != null && offset >= 0 && length >= 0 && offset <= Length - length);
        return new Span<byte>(_first + offset, length);
    }

    /// <summary>
    /// Opens the file, which is made if it is not there, and gives it <paramref name="length"/>: octets beyond are cut off, and what is added
    /// is zero. For the owner alone; in a folder where nobody else writes.
    /// </summary>
    public static LinuxStatus TryOpen(string path, long length, out MappedFile? file)
    {
        Invariant.Require(length > 0);
        file = null;
        using LinuxDescriptor descriptor = new(LibC.Open(path, LinuxAbi.O_RDWR | LinuxAbi.O_CREAT | LinuxAbi.O_CLOEXEC, OwnerOnly));
        LinuxStatus status = LinuxStatus.From(descriptor.Number);
        status = status.IsOk ? LinuxStatus.From(LibC.Truncate(descriptor, length)) : status;
        status = status.IsOk ? LinuxStatus.From(LibC.Allocate(descriptor, 0, 0, length)) : status;
        if (!status.IsOk)
        {
            return status;
        }

        nint address = LibC.MapMemory(0, (nuint)length, ProtectionReadWrite, Shared, descriptor.Number, 0);
        if (address == Failed)
        {
            return LinuxStatus.Last;
        }

        file = new MappedFile(address, length);
        return LinuxStatus.Ok;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_first != null)
        {
            int result = LibC.UnmapMemory((nint)_first, (nuint)Length);
            Invariant.Require(result == 0);
            _first = null;
        }
    }
}
