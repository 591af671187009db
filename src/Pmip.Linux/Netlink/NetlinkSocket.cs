using System;

namespace Pmip.Linux.Netlink;

/// <summary>The kernel's routing netlink.</summary>
internal sealed unsafe class NetlinkSocket(LinuxDescriptor socket) : INetlinkSocket
{
    private const int NoBufferSpace = 105;

    /// <inheritdoc/>
    public LinuxStatus Send(ReadOnlySpan<byte> message)
    {
        fixed (byte* octets = message)
        {
            return LibC.Send(socket, octets, (nuint)message.Length, 0) < 0 ? LinuxStatus.Last : LinuxStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public LinuxStatus Receive(Span<byte> room, out int length)
    {
        while (true)
        {
            nint received;
            fixed (byte* octets = room)
            {
                received = LibC.Receive(socket, octets, (nuint)room.Length, LinuxAbi.MSG_TRUNC);
            }

            if (received >= 0)
            {
                length = (int)received;
                return LinuxStatus.Ok;
            }

            LinuxStatus failed = LinuxStatus.Last;
            if (failed.Errno != LinuxAbi.EINTR && failed.Errno != NoBufferSpace)
            {
                length = 0;
                return failed;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
