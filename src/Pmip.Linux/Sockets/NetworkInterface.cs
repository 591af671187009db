namespace Pmip.Linux.Sockets;

/// <summary>Names of network interfaces.</summary>
public static class NetworkInterface
{
    /// <summary>The number that the kernel has for the interface <paramref name="name"/>; ENODEV when there is none.</summary>
    public static LinuxStatus TryGetIndex(string name, out int index)
    {
        uint number = LibC.InterfaceIndex(name);
        index = unchecked((int)number);
        return number == 0 ? new LinuxStatus(LinuxAbi.ENODEV) : LinuxStatus.Ok;
    }
}
