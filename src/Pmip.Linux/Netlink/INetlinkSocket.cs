using System;

namespace Pmip.Linux.Netlink;

/// <summary>Where netlink messages go and their answers come from: the kernel, or in tests what stands for one.</summary>
public interface INetlinkSocket : IDisposable
{
    /// <summary>Hands a message over.</summary>
    LinuxStatus Send(ReadOnlySpan<byte> message);

    /// <summary>Takes one datagram of answers; <paramref name="length"/> is its whole length, also where <paramref name="room"/> is too small.</summary>
    LinuxStatus Receive(Span<byte> room, out int length);
}
