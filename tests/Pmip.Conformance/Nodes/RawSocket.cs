using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pmip.Conformance.Nodes;

/// <summary>Raw sockets of protocols that the class library has no name for.</summary>
internal static class RawSocket
{
    private const int Ipv4Family = 2;
    private const int Ipv6Family = 10;
    private const int Raw = 3;

    public static Socket Open(AddressFamily family, int protocol)
    {
        int descriptor = OpenSocket(family == AddressFamily.InterNetworkV6 ? Ipv6Family : Ipv4Family, Raw, protocol);
        return descriptor < 0
            ? throw new InvalidOperationException($"no raw socket for protocol {protocol}: error {Marshal.GetLastPInvokeError()}; it takes root")
            : new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
    }

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenSocket(int family, int type, int protocol);
}
