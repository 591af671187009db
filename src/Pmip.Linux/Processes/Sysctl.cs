using System;
using System.Text;

namespace Pmip.Linux.Processes;

/// <summary>Kernel settings as files below a root, <c>/proc/sys</c> unless a test says otherwise.</summary>
/// <param name="root">Folder that the paths start from.</param>
public sealed unsafe class Sysctl(string root = "/proc/sys") : IDisposable
{
    private const int PathOctetsMax = 512;

    // One after the other and never two at once: a setting that is written while links come and go costs no allocation.
    private readonly LinuxDescriptor _setting = new(-1);

    /// <summary>Writes <paramref name="value"/> to the setting at <paramref name="path"/>, for example <c>net/ipv6/conf/all/forwarding</c>.</summary>
    public LinuxStatus TryWrite(string path, ReadOnlySpan<byte> value)
    {
        LinuxStatus status = TryOpen(path, LinuxAbi.O_WRONLY);
        if (!status.IsOk)
        {
            return status;
        }

        fixed (byte* first = value)
        {
            status = LinuxStatus.From(LibC.Write(_setting, first, (nuint)value.Length));
        }

        _setting.Replace(-1);
        return status;
    }

    /// <summary>Reads the setting at <paramref name="path"/> without the end of its line.</summary>
    public LinuxStatus TryRead(string path, Span<byte> room, out int length)
    {
        length = 0;
        LinuxStatus status = TryOpen(path, LinuxAbi.O_RDONLY);
        if (!status.IsOk)
        {
            return status;
        }

        fixed (byte* first = room)
        {
            nint read = LibC.Read(_setting, first, (nuint)room.Length);
            status = LinuxStatus.From(read);
            length = status.IsOk ? (int)read : 0;
        }

        _setting.Replace(-1);
        while (length > 0 && room[length - 1] is (byte)'\n' or (byte)' ')
        {
            length--;
        }

        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _setting.Dispose();

    private LinuxStatus TryOpen(string path, int flags)
    {
        byte* octets = stackalloc byte[PathOctetsMax];
        Span<byte> room = new(octets, PathOctetsMax - 1);
        int length = 0;
        if (!Append(root, room, ref length) || !Append("/", room, ref length) || !Append(path, room, ref length))
        {
            return new LinuxStatus(LinuxAbi.ENAMETOOLONG);
        }

        octets[length] = 0;
        int descriptor = LibC.Open(octets, flags | LinuxAbi.O_CLOEXEC, 0);
        LinuxStatus status = LinuxStatus.From(descriptor);
        _setting.Replace(status.IsOk ? descriptor : -1);
        return status;
    }

    private static bool Append(string text, Span<byte> room, ref int length)
    {
        bool fits = Encoding.UTF8.TryGetBytes(text, room[length..], out int written);
        length += written;
        return fits;
    }
}
