using System.Runtime.InteropServices;

namespace Pmip.Linux;

/// <summary>
/// Numbers of the kernel's interface. All are the same on x86-64 and on ARM64 except those in the last block, which are
/// chosen by the architecture that the process runs on.
/// </summary>
internal static class LinuxAbi
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EINVAL = 22;
    public const int ENAMETOOLONG = 36;
    public const int EADDRINUSE = 98;
    public const int ECONNREFUSED = 111;
    public const int ENODEV = 19;
    public const int EEXIST = 17;

    public const int AF_UNIX = 1;
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int AF_PACKET = 17;

    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_RAW = 3;
    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;

    public const int IPPROTO_ICMP = 1;
    public const int IPPROTO_ICMPV6 = 58;
    public const int IPPROTO_IPV6_ENCAPSULATION = 41;
    public const int IPPROTO_GRE = 47;
    public const int IPPROTO_MH = 135;

    public const int SOL_SOCKET = 1;
    public const int SOL_IP = 0;
    public const int SOL_IPV6 = 41;
    public const int SOL_RAW = 255;
    public const int SOL_PACKET = 263;

    public const int SO_PEERCRED = 17;
    public const int SO_RCVBUF = 8;
    public const int SO_RCVBUFFORCE = 33;
    public const int SO_ATTACH_BPF = 50;
    public const int SO_ATTACH_FILTER = 26;
    public const int IP_TOS = 1;
    public const int IP_TTL = 2;
    public const int IP_RECVERR = 11;
    public const int IP_RECVTOS = 13;
    public const int IPV6_RECVERR = 25;
    public const int IPV6_RECVTCLASS = 66;
    public const int IPV6_TCLASS = 67;
    public const int ICMP_FILTER = 1;
    public const int ICMPV6_FILTER = 1;
    public const int SO_EE_ORIGIN_ICMP = 2;
    public const int SO_EE_ORIGIN_ICMP6 = 3;
    public const int IP_MTU_DISCOVER = 10;
    public const int IP_MTU = 14;
    public const int IP_PMTUDISC_DONT = 0;
    public const int IP_PMTUDISC_DO = 2;
    public const int IP_PMTUDISC_PROBE = 3;
    public const int IPV6_UNICAST_HOPS = 16;
    public const int IPV6_MTU_DISCOVER = 23;
    public const int IPV6_MTU = 24;
    public const int IPV6_DONTFRAG = 62;
    public const int SYSLOG_ACTION_READ_ALL = 3;
    public const int IPV6_CHECKSUM = 7;
    public const int IP_FREEBIND = 15;
    public const int IPV6_FREEBIND = 78;
    public const int IPV6_V6ONLY = 26;
    public const int PACKET_ADD_MEMBERSHIP = 1;
    public const int PACKET_IGNORE_OUTGOING = 23;
    public const int PACKET_MR_ALLMULTI = 2;
    public const ushort ETH_P_ALL = 0x0003;

    public const int MSG_TRUNC = 0x20;
    public const int MSG_DONTWAIT = 0x40;
    public const int MSG_ERRQUEUE = 0x2000;
    public const int MSG_NOSIGNAL = 0x4000;

    public const nuint FIONBIO = 0x5421;

    public const short POLLIN = 0x1;
    public const short POLLOUT = 0x4;

    public const uint EPOLLIN = 0x1;
    public const uint EPOLLOUT = 0x4;
    public const uint EPOLLERR = 0x8;
    public const uint EPOLLHUP = 0x10;
    public const uint EPOLLRDHUP = 0x2000;
    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EFD_NONBLOCK = 0x800;
    public const int EFD_CLOEXEC = 0x80000;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;
    public const int EPOLL_CTL_MOD = 3;

    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_TRUNC = 0x200;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;
    public const int SEEK_END = 2;
    public const int POSIX_FADV_DONTNEED = 4;
    public const int EMSGSIZE = 90;
    public const int EOPNOTSUPP = 95;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const uint STATX_TYPE = 1;
    public const int StatxModeOffset = 28;
    public const int StatxLength = 256;
    public const int S_IFMT = 0xF000;
    public const int S_IFSOCK = 0xC000;

    public const int CLOCK_MONOTONIC = 1;
    public const int STA_UNSYNC = 0x40;
    public const int STA_NANO = 0x2000;
    public const int SIGPIPE = 13;
    public const int SIGTERM = 15;
    public const nint SIG_IGN = 1;

    public const nuint WDIOC_GETSUPPORT = 0x80285700;
    public const nuint WDIOC_GETBOOTSTATUS = 0x80045702;
    public const nuint WDIOC_SETTIMEOUT = 0xC0045706;
    public const nuint WDIOC_GETTIMEOUT = 0x80045707;
    public const nuint WDIOC_SETPRETIMEOUT = 0xC0045708;
    public const nuint WDIOC_GETTIMELEFT = 0x8004570A;

    public const int SocketAddressUnixLength = 110;
    public const int SocketAddressPathOffset = 2;
    public const int SocketAddressPathMax = 107;
    public const int SocketAddressInternetLength = 28;
    public const int SocketAddressLinkLength = 20;

    /// <summary>Octets of <c>struct epoll_event</c>: packed on x86-64 only.</summary>
    public static readonly int EpollEventLength = IsX64 ? 12 : 16;

    /// <summary>Where the 64 bits of the caller start in <c>struct epoll_event</c>.</summary>
    public static readonly int EpollDataOffset = IsX64 ? 4 : 8;

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;
}
