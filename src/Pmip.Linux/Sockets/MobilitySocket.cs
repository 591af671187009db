using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary>
/// Mobility headers over IPv6 (protocol 135). The kernel would compute and verify the checksum by itself and drop bad ones
/// unseen; it is asked not to, so that they can be counted. The sender therefore fills the checksum.
/// </summary>
public sealed class MobilitySocket : DatagramSocket
{
    private MobilitySocket(LinuxDescriptor socket, bool kernelVerifiesChecksum)
        : base(socket) => KernelVerifiesChecksum = kernelVerifiesChecksum;

    /// <summary>True when the kernel did not let go of the checksum: bad ones then never arrive here.</summary>
    public bool KernelVerifiesChecksum { get; }

    /// <summary>Opens the socket at the IPv6 address <paramref name="local"/>. Needs CAP_NET_RAW.</summary>
    public static LinuxStatus TryOpen(IpAddress local, out MobilitySocket? mobility)
    {
        mobility = null;
        if (local.IsIPv4)
        {
            return new LinuxStatus(LinuxAbi.EINVAL);
        }

        LinuxStatus status = TryOpen(LinuxAbi.SOCK_RAW, LinuxAbi.IPPROTO_MH, local, 0, out LinuxDescriptor socket);
        if (status.IsOk)
        {
            bool verifies = !SetOption(socket, LinuxAbi.SOL_RAW, LinuxAbi.IPV6_CHECKSUM, -1).IsOk;
            mobility = new MobilitySocket(socket, verifies);
        }

        return status;
    }
}
