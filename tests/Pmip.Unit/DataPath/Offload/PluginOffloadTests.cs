using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.DataPath.Offload.Plugin;
using Pmip.Foundation.Time;
using Pmip.Linux.Netlink;
using Xunit;

namespace Pmip.Unit.DataPath.Offload;

/// <summary>The ladder over the sample plug-in, told to be of every kind.</summary>
public sealed class PluginOffloadTests : IDisposable
{
    private const int Capacity = OffloadBench.Capacity;
    private readonly string _folder = Directory.CreateTempSubdirectory("pmip-plugin-").FullName;
    private readonly FakeKernel _kernel = new(DeviceProfile.HasNoFeature);
    private readonly FakeGround _ground = new(Capacity);
    private readonly nint _library;
    private Instant _now = new(1_000_000);

    public PluginOffloadTests()
    {
        // One copy for each test, so that each has hardware of its own.
        using Process compiler = Process.Start("cc", ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", Library, Source("sample_plugin.c")]);
        Assert.True(compiler.WaitForExit(60_000));
        Assert.Equal(0, compiler.ExitCode);
        _library = NativeLibrary.Load(Library);
    }

    private string Library => Path.Combine(_folder, "sample.so");

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _kernel.Dispose();
        _ground.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public unsafe void Structures_OfBothSides_AreOfOneSize()
    {
        string program = Path.Combine(_folder, "sizes.c");
        File.WriteAllText(program, $$"""
            #include "{{Source("pmip_offload.h")}}"
            _Static_assert(sizeof(struct pmip_offload_ports) == {{sizeof(PluginPorts)}}, "ports");
            _Static_assert(sizeof(struct pmip_offload_session) == {{sizeof(PluginSession)}}, "session");
            _Static_assert(sizeof(struct pmip_offload_statistics) == {{sizeof(PluginStatistics)}}, "statistics");
            _Static_assert(sizeof(struct pmip_offload_event) == {{sizeof(PluginEvent)}}, "event");
            _Static_assert(sizeof(struct pmip_offload_host) == {{sizeof(PluginHost)}}, "host");
            _Static_assert(sizeof(struct pmip_offload_plugin) == {{sizeof(PluginFunctions)}}, "plugin");
            """);
        using Process compiler = Process.Start("cc", ["-c", "-Wall", "-Werror", "-o", program + ".o", program]);
        Assert.True(compiler.WaitForExit(60_000));
        Assert.Equal(0, compiler.ExitCode);
    }

    [Fact]
    public void Session_Taken_CountersAreThoseOfBoth()
    {
        using GreAdapter path = Open("traffic");
        path.Install(OffloadBench.Session(0));
        _ground.Carry(0, 3);
        Wait(path, 4);

        Assert.Equal(Placement.Plugin, path.PlacementOf(0));
        Assert.Equal(1, InHardware());
        Assert.True(path.TryReadCounters(0, out SessionCounters counters));
        Assert.True(counters.PacketsIn > 0);
        Assert.Equal(counters.PacketsIn + 3, counters.PacketsOut);
    }

    [Theory]
    [InlineData("refuse", Placement.Tc)]
    [InlineData("no-ports", Placement.Tc)]
    [InlineData("late traffic", Placement.Plugin)]
    [InlineData("busy", Placement.Plugin)]
    [InlineData("garbage", Placement.Plugin)]
    public void Session_Offered_IsShownWhereItIsAndLeavesNothing(string options, Placement placement)
    {
        GreAdapter path = Open(options);
        path.Install(OffloadBench.Session(0));
        Wait(path, 4);
        Assert.Equal(placement, path.PlacementOf(0));
        Assert.Equal(placement == Placement.Plugin ? 1 : 0, InHardware());

        path.Remove(0);
        Wait(path, 2);
        Assert.Equal(Placement.None, path.PlacementOf(0));
        Assert.Equal(0, InHardware());
        path.Dispose();
    }

    [Fact]
    public void Sessions_Offered_NoRoom_TheRestIsOnTheGround()
    {
        using GreAdapter path = Open("room=3");
        for (int i = 0; i < Capacity; i++)
        {
            path.Install(OffloadBench.Session(i));
        }

        Wait(path, 3);

        Assert.Equal(3, path.CountPlaced(Placement.Plugin));
        Assert.Equal(Capacity - 3, path.CountPlaced(Placement.Tc));
    }

    [Fact]
    public void Session_Evicted_KeepsWhatItHasCarried()
    {
        using GreAdapter path = Open("evict traffic");
        path.Install(OffloadBench.Session(0));
        ulong last = 0;
        for (int i = 0; i < 8; i++)
        {
            Wait(path, 1);
            Assert.True(path.TryReadCounters(0, out SessionCounters counters));
            Assert.True(counters.PacketsIn >= last);
            last = counters.PacketsIn;
        }

        Assert.True(last > 0);
        Assert.Equal(Placement.Tc, path.PlacementOf(0));
        Assert.Equal(1, path.OffloadEvictions);
        Assert.Equal(0, InHardware());
    }

    [Fact]
    public void Restart_AfterACrash_WhatNobodyClaimsGoes()
    {
        GreAdapter crashed = Open("");
        crashed.Install(OffloadBench.Session(0));
        crashed.Install(OffloadBench.Session(1));
        Wait(crashed, 1);
        Assert.Equal(2, InHardware());
        _ground.Remove(1);

        using GreAdapter path = Open("");
        path.Install(OffloadBench.Session(0));
        Wait(path, 13);

        Assert.Equal(1, InHardware());
        Assert.Equal(Placement.Plugin, path.PlacementOf(0));
    }

    [Theory]
    [InlineData("broken", "does not begin: told to be broken")]
    [InlineData(null, "cannot be loaded")]
    public void Start_PlugInDoesNotBegin_TheReasonNamesIt(string? options, string reason)
    {
        string library = options is null ? Path.Combine(_folder, "none.so") : Library;
        Assert.Null(PluginOffload.TryOpen(library, options ?? "", Capacity, out string problem));
        Assert.StartsWith($"plug-in {library}: ", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Reason_OfThePlugIn_IsShown()
    {
        using GreAdapter path = Open("no-ports");
        Assert.Equal($"the plug-in: port {FakeKernel.AccessPort} is not of this network processor", Encoding.UTF8.GetString(path.ReadRung(0).Reason));
    }

    private static string Source(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../src/Pmip.DataPath/Offload/Plugin", name));

    private unsafe int InHardware() => (int)((delegate* unmanaged<uint>)NativeLibrary.GetExport(_library, "sample_count"))();

    private void Wait(GreAdapter path, int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            _now = _now.Plus(Duration.FromSeconds(1));
            for (int turn = 0; turn < 100 && path.NextDeadline(_now) <= _now; turn++)
            {
                path.Maintain(_now);
            }
        }
    }

    private GreAdapter Open(string options)
    {
        PluginOffload? plugin = PluginOffload.TryOpen(Library, options, Capacity, out string problem);
        Assert.Equal("", problem);
        return new GreAdapter(OffloadBench.Configuration(), _ground, [plugin!], new NetlinkChannel(_kernel));
    }
}
