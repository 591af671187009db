using Pmip.DataPath.Attachments;
using Pmip.DataPath.Pinning;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath;

/// <summary>What a data path has left in the kernel, for whoever takes it away without starting another one.</summary>
public static class KeptDataPath
{
    /// <summary>
    /// Takes away the tables, the programs from their interfaces, and the tunnel interface with its routes. Nothing there is well too. False,
    /// and in <paramref name="problem"/> why: a process uses it, or the kernel refuses.
    /// </summary>
    public static bool TryClear(string pins, out string problem)
    {
        problem = "";
        if (!BpfFileSystem.IsAt(pins))
        {
            return true;
        }

        LinuxStatus status = NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        if (channel is null)
        {
            problem = $"no netlink socket: {status.Message}";
            return false;
        }

        using NetlinkChannel opened = channel;
        using PinFolder? folder = PinFolder.TryOpen(pins, out _, out problem);
        if (folder is null)
        {
            return false;
        }

        new ProgramPlaces(channel, folder).RemoveOthers([]);
        folder.Clear();
        return true;
    }
}
