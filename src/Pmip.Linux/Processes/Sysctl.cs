using System;
using System.IO;

namespace Pmip.Linux.Processes;

/// <summary>Kernel settings as files below a root, <c>/proc/sys</c> unless a test says otherwise.</summary>
/// <param name="root">Folder that the paths start from.</param>
public sealed unsafe class Sysctl(string root = "/proc/sys")
{
    /// <summary>Writes <paramref name="value"/> to the setting at <paramref name="path"/>, for example <c>net/ipv6/conf/all/forwarding</c>.</summary>
    public LinuxStatus TryWrite(string path, ReadOnlySpan<byte> value)
    {
        LinuxStatus status = TryOpen(path, LinuxAbi.O_WRONLY, out LinuxDescriptor setting);
        using (setting)
        {
            if (!status.IsOk)
            {
                return status;
            }

            fixed (byte* first = value)
            {
                return LinuxStatus.From(LibC.Write(setting, first, (nuint)value.Length));
            }
        }
    }

    /// <summary>Reads the setting at <paramref name="path"/> without the end of its line.</summary>
    public LinuxStatus TryRead(string path, Span<byte> room, out int length)
    {
        length = 0;
        LinuxStatus status = TryOpen(path, LinuxAbi.O_RDONLY, out LinuxDescriptor setting);
        using (setting)
        {
            if (!status.IsOk)
            {
                return status;
            }

            fixed (byte* first = room)
            {
                nint read = LibC.Read(setting, first, (nuint)room.Length);
                status = LinuxStatus.From(read);
                length = status.IsOk ? (int)read : 0;
            }
        }

        while (length > 0 && room[length - 1] is (byte)'\n' or (byte)' ')
        {
            length--;
        }

        return status;
    }

    private LinuxStatus TryOpen(string path, int flags, out LinuxDescriptor setting)
    {
        int descriptor = LibC.Open(Path.Join(root, path), flags | LinuxAbi.O_CLOEXEC, 0);
        LinuxStatus status = LinuxStatus.From(descriptor);
        setting = new LinuxDescriptor(descriptor);
        return status;
    }
}
