using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Pmip.DataPath;
using Pmip.DataPath.Tables;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Pmip.Linux.Netlink;

namespace Pmip.Guest;

/// <summary>
/// Keeps a program on an interface that lets every frame pass. A virtual interface then leaves as much room before a frame as the drivers of
/// network cards do, into which outer headers fit; without, there is so little that the kernel has to move the packet.
/// </summary>
internal static class Passing
{
    private const uint NativeMode = 1 << 2;

    /// <summary>Says that it passes, then stays until a signal ends it.</summary>
    public static int Run(string name)
    {
        using GreTables? tables = GreTables.TryOpen(new DataPathConfiguration { Roles = DataPathRoles.Mag }, pins: null, out string problem);
        if (tables is null)
        {
            Console.Error.WriteLine(problem);
            return 1;
        }

        LinuxStatus status = NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        LinkState link = default;
        using (channel)
        {
            status = status.IsOk ? new LinkTable(channel!).TryGet(Encoding.UTF8.GetBytes(name), out link) : status;
        }

        BpfProgram? program = null;
        byte[] instructions = GrePrograms.ReadObject().Link("xdp/xdp_pass", tables.DescriptorOf);
        status = status.IsOk ? BpfProgram.TryLoad("xdp_pass", BpfProgramType.Xdp, instructions, out program, out _) : status;
        using BpfProgram? loaded = program;
        using BpfLink place = new();
        status = program is null ? status : place.Create(program, link.Index, BpfLinkPoint.Xdp, NativeMode);
        if (!status.IsOk)
        {
            Console.Error.WriteLine($"{name}: {status.Message}");
            return 1;
        }

        Console.WriteLine("passing");
        using ManualResetEventSlim ending = new();
        using PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            ending.Set();
        });
        ending.Wait();
        return 0;
    }
}
