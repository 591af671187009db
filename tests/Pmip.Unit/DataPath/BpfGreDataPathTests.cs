using System;
using System.Diagnostics;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Unit.Linux.Netlink;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>The data path on interfaces: attaching, coming back, taking over, leaving.</summary>
public sealed class BpfGreDataPathTests
{
    private static readonly DataPathConfiguration Mag = new()
    {
        Roles = DataPathRoles.Mag,
        TransportInterfaces = ["wan0"],
        AccessInterfaces = ["acc0"],
        LocalIpv6 = ProgramBench.Mag6,
        LocalIpv4 = ProgramBench.Mag4,
    };

    [NetworkFact]
    public void Start_WithInterfaceMissing_RunsAndAttachesWhenItComes() => NetworkNamespace.Run(() =>
    {
        NetworkNamespace.Ip("link add wan0 type veth peer name lma0");
        using BpfGreDataPath path = Open();

        Assert.Contains("encap_access on acc0 WAITS: no such interface", path.Description, StringComparison.Ordinal);
        Assert.Equal(DataPathStatus.InterfaceMissing, path.InterfaceChanged("acc0"u8));
        NetworkNamespace.Ip("link add acc0 type veth peer name ue0");
        Assert.Equal(DataPathStatus.Ok, path.InterfaceChanged("acc0"u8));
        Assert.Contains("encap_access", Filters("acc0"), StringComparison.Ordinal);

        NetworkNamespace.Ip("link delete acc0");
        Assert.Equal(DataPathStatus.InterfaceMissing, path.InterfaceChanged("acc0"u8));
        NetworkNamespace.Ip("link add acc0 type veth peer name ue0");
        Assert.Equal(DataPathStatus.Ok, path.InterfaceChanged("acc0"u8));
        Assert.Contains("encap_access", Filters("acc0"), StringComparison.Ordinal);
        Assert.DoesNotContain("WAITS", path.Description, StringComparison.Ordinal);
    });

    [NetworkFact]
    public void Start_AfterACrash_TakesTheOldProgramsPlace() => NetworkNamespace.Run(() =>
    {
        MakeLinks();
        BpfGreDataPath crashed = Open();
        DataPathConfiguration other = new()
        {
            Roles = DataPathRoles.Mag,
            TransportInterfaces = ["wan0"],
            AccessInterfaces = ["acc0"],
            LocalIpv4 = ProgramBench.Mag4,
            TunnelInterface = "pmip1",
        };

        // The first never detaches before the second is there, as after kill -9.
        using BpfGreDataPath successor = BpfGreDataPath.TryOpen(other, out string problem)!;
        Assert.Equal("", problem);
        Assert.Single(Filters("wan0").Split("handle 0x1")[1..]);
        Assert.Equal(1472, successor.TunnelMtu(overIpv6: false));
        Assert.Contains("mtu 1472", NetworkNamespace.Ip("link show pmip1"), StringComparison.Ordinal);
        crashed.Dispose();
    });

    [NetworkFact]
    public void Start_OfASecondInstance_IsRefusedInWords() => NetworkNamespace.Run(() =>
    {
        MakeLinks();
        using BpfGreDataPath first = Open();

        Assert.Null(BpfGreDataPath.TryOpen(Mag, out string problem));

        Assert.Contains("tunnel interface pmip0: ", problem, StringComparison.Ordinal);
    });

    [NetworkFact]
    public void Stop_OfTheDataPath_LeavesNoProgramAndNoTunnel() => NetworkNamespace.Run(() =>
    {
        MakeLinks();
        Open().Dispose();

        Assert.Equal("", Filters("wan0").Trim());
        Assert.Equal("", Filters("acc0").Trim());
        Assert.DoesNotContain("pmip0", NetworkNamespace.Ip("link show"), StringComparison.Ordinal);
    });

    [NetworkFact]
    public void Sessions_InstalledMovedAndRemoved_AllocateNothing() => NetworkNamespace.Run(() =>
    {
        MakeLinks();
        NetworkNamespace.Ip("address add 192.0.2.11/24 dev wan0");
        NetworkNamespace.Ip("link set wan0 up");
        NetworkNamespace.Ip("link set lma0 up");
        using BpfGreDataPath path = Open();
        Exercise(path, 4);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Exercise(path, 200);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Contains("; 0 sessions; decap", path.Description, StringComparison.Ordinal);
    });

    private static void Exercise(BpfGreDataPath path, int rounds)
    {
        GreSession session = new()
        {
            IsForwarding = true,
            LocalEndpoint = ProgramBench.Mag4,
            RemoteEndpoint = ProgramBench.Lma4,
            SendKey = new GreKey(1),
            HomeAddress4 = ProgramBench.Node4,
            AccessInterface = 1,
        };
        for (int i = 0; i < rounds; i++)
        {
            session.Index = i % 100;
            session.ReceiveKey = new GreKey(0xAB00_0000 | (uint)i);
            bool done = path.Install(session) == DataPathStatus.Ok;
            session.Generation++;
            session.RemoteEndpoint = IpAddress.FromIPv4(0xC000_0200 + (uint)(i % 5) + 1);
            done &= path.Install(session) == DataPathStatus.Ok;
            path.RoutesChanged();
            done &= path.TryReadCounters(session.Index, out _) && path.DropCount(DropReason.TooBig) == 0;
            done &= path.SetServedNode(1, ProgramBench.NodeMac, served: true) == DataPathStatus.Ok;
            done &= path.SetServedNode(1, ProgramBench.NodeMac, served: false) == DataPathStatus.Ok;
            done &= path.InterfaceChanged("acc0"u8) == DataPathStatus.Ok;
            done &= path.Remove(session.Index) == DataPathStatus.Ok;
            done &= path.Install(session with { SendKey = GreKey.None }) == DataPathStatus.SessionIncomplete;
            Assert.True(done);
        }
    }

    private static void MakeLinks()
    {
        NetworkNamespace.Ip("link add wan0 type veth peer name lma0");
        NetworkNamespace.Ip("link add acc0 type veth peer name ue0");
    }

    private static BpfGreDataPath Open()
    {
        BpfGreDataPath? path = BpfGreDataPath.TryOpen(Mag, out string problem);
        Assert.Equal("", problem);
        return path!;
    }

    private static string Filters(string interfaceName)
    {
        using Process process = Process.Start(new ProcessStartInfo("tc", $"filter show dev {interfaceName} ingress") { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
