using System;
using System.Buffers.Binary;
using System.Text;

namespace Pmip.Linux.Sockets;

/// <summary>Paths of Unix sockets as <c>struct sockaddr_un</c>.</summary>
internal static unsafe class LocalSocketPath
{
    /// <summary>Writes the address and gives its length; ENAMETOOLONG when the path does not fit, EINVAL when it is none.</summary>
    public static LinuxStatus TryWrite(string path, Span<byte> room, out uint length)
    {
        length = 0;
        if (path.Length == 0 || path.Contains('\0'))
        {
            return new LinuxStatus(LinuxAbi.EINVAL);
        }

        if (Encoding.UTF8.GetByteCount(path) > LinuxAbi.SocketAddressPathMax)
        {
            return new LinuxStatus(LinuxAbi.ENAMETOOLONG);
        }

        room.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(room, LinuxAbi.AF_UNIX);
        int octets = Encoding.UTF8.GetBytes(path, room[LinuxAbi.SocketAddressPathOffset..]);
        length = (uint)(LinuxAbi.SocketAddressPathOffset + octets + 1);
        return LinuxStatus.Ok;
    }

    /// <summary>True when something of type socket is at <paramref name="path"/>; anything else must not be removed.</summary>
    public static bool IsSocket(string path)
    {
        byte* result = stackalloc byte[LinuxAbi.StatxLength];
        int found = LibC.StatX(LinuxAbi.AT_FDCWD, path, LinuxAbi.AT_SYMLINK_NOFOLLOW, LinuxAbi.STATX_TYPE, result);
        return found == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(result + LinuxAbi.StatxModeOffset, 2)) & LinuxAbi.S_IFMT)
                == LinuxAbi.S_IFSOCK;
    }
}
