using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using Pmip.Lab.Captures;
using Pmip.Lab.Devices;
using Pmip.Lab.Network;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;

namespace Pmip.Lab;

/// <summary>
/// The whole world of a test, in namespaces of its own:
/// <code>
///   ue1 --+            +-- mag1 --+           +-- pdn -- server
///         | cell1 cell2|          | wan: lma -+
///   ue2 --+   (air)    +-- mag2 --+  (and lma2)
/// </code>
/// A device's port can be put from one cell into the other without its link going down. One lab at a time in a process.
/// </summary>
public sealed class GatewayLab : IDisposable
{
    private static GatewayLab? _current;
    private readonly List<NetworkNamespace> _namespaces = [];
    private readonly List<Capture> _captures = [];
    private readonly PosixSignalRegistration[] _signals;
    private readonly string _binary;
    private readonly System.Threading.Lock _tearDown = new();
    private bool _isDisposed;

    public GatewayLab(Scenario scenario, string binary)
    {
        Scenario = scenario;
        _binary = binary;
        Leftovers.Remove();
        if (System.Threading.Interlocked.CompareExchange(ref _current, this, null) is not null)
        {
            throw new LabException("one lab at a time");
        }

        AppDomain.CurrentDomain.ProcessExit += TearDownAtExit;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupted), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupted)];
        Folder = Directory.CreateTempSubdirectory($"{Leftovers.FolderPrefix}{Environment.ProcessId}-").FullName;
        try
        {
            if (scenario.IsKept)
            {
                PinPlace.Mount(Folder);
            }

            Air = Make("air");
            Wan = Make("wan");
            Wire.Bridges(this);
            Server = Make("server");
            Lma = MakeGateway("lma");
            SecondLma = scenario.HasSecondLma ? MakeGateway("lma2") : null;
            Mag1 = MakeGateway("mag1");
            Mag2 = MakeGateway("mag2");
            Ue1 = new Device(Make("ue1"), Air, Plan.FirstDeviceMac, Plan.FirstIdentifier, Folder);
            Ue2 = new Device(Make("ue2"), Air, Plan.SecondDeviceMac, Plan.SecondIdentifier, Folder);
            Plain = scenario.HasPlainPath ? Make("plain") : null;
            Wire.All(this);
            WriteFiles();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Scenario Scenario { get; }

    /// <summary>Configuration files, captures and sockets of this lab; gone with it.</summary>
    public string Folder { get; }

    public NetworkNamespace Air { get; } = null!;

    public NetworkNamespace Wan { get; } = null!;

    public NetworkNamespace Server { get; } = null!;

    public NetworkNamespace? Plain { get; }

    public Gateway Lma { get; } = null!;

    public Gateway? SecondLma { get; }

    public Gateway Mag1 { get; } = null!;

    public Gateway Mag2 { get; } = null!;

    public Device Ue1 { get; } = null!;

    public Device Ue2 { get; } = null!;

    /// <summary>Starts the LMA (or both) and both MAGs and waits until each is ready.</summary>
    public void StartGateways()
    {
        Lma.Start();
        SecondLma?.Start();
        Mag1.Start();
        Mag2.Start();
    }

    public Capture StartCapture(NetworkNamespace place, string link, string name, int octetsPerPacket = 0, string filter = "")
    {
        Capture capture = Capture.Start(place, link, Path.Combine(Folder, name + ".pcap"), octetsPerPacket, filter);
        _captures.Add(capture);
        return capture;
    }

    /// <summary>Words before those of such a program, which start it in surroundings of their own: a priority, for one.</summary>
    public static string[] TrafficPrefix { get; set; } = [];

    /// <summary>The program of the lab that serves and downloads over TCP, inside a namespace.</summary>
    public static LabProcess StartTraffic(NetworkNamespace place, params string[] words) =>
        place.Start("traffic", [.. TrafficPrefix, "dotnet", "exec", typeof(GatewayLab).Assembly.Location, .. words]);

    /// <summary>The server serves an endless download from now on.</summary>
    public void StartDownloadService()
    {
        StartTraffic(Server, "serve", Plan.DownloadPort.ToString(CultureInfo.InvariantCulture))
            .AwaitLine(line => line == "listening", "serves the download");
    }

    /// <summary>Removes everything; who comes second, by a signal or by the end of the process, waits until it is done.</summary>
    public void Dispose()
    {
        lock (_tearDown)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                TearDown();
            }
        }
    }

    private void TearDown()
    {
        foreach (Capture capture in _captures.ToArray())
        {
            capture.Dispose();
        }

        for (int index = _namespaces.Count - 1; index >= 0; index--)
        {
            _namespaces[index].Dispose();
        }

        AppDomain.CurrentDomain.ProcessExit -= TearDownAtExit;
        PinPlace.Unmount(Folder);
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        System.Threading.Interlocked.CompareExchange(ref _current, null, this);
    }

    private NetworkNamespace Make(string name)
    {
        NetworkNamespace made = new(name);
        _namespaces.Add(made);
        return made;
    }

    private Gateway MakeGateway(string name) => new(name, Make(name), Folder, _binary);

    private void WriteFiles()
    {
        Lma.Write(NodeFile.ForLma(Scenario, isSecond: false, Lma.Socket));
        SecondLma?.Write(NodeFile.ForLma(Scenario, isSecond: true, SecondLma.Socket));
        Mag1.Write(NodeFile.ForMag(Scenario, "mag1", Plan.Mag16, Plan.Mag14, Mag1.Socket));
        Mag2.Write(NodeFile.ForMag(Scenario, "mag2", Plan.Mag26, Plan.Mag24, Mag2.Socket));
        string script = Path.Combine(Folder, "udhcpc.script");
        File.WriteAllText(script, DhcpScript);
        Command.Require("chmod", "700", script);
    }

    // What the distribution's script does, apart from the resolver's file, which belongs to the machine that runs the lab.
    private const string DhcpScript = """
        #!/bin/sh
        case "$1" in
        deconfig)
            ip -4 addr flush dev "$interface" ;;
        bound | renew)
            ip -4 addr replace "$ip/${mask:-32}" dev "$interface"
            [ -z "$mtu" ] || ip link set "$interface" mtu "$mtu"
            for gateway in $router; do ip -4 route replace default via "$gateway" dev "$interface" onlink; done ;;
        esac
        echo "dhcp $1 ${ip:-}"
        """;

    private void TearDownAtExit(object? sender, EventArgs nothing) => Dispose();

    private void Interrupted(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Await.Interrupt();
        Dispose();
        Environment.Exit(signal.Signal == PosixSignal.SIGINT ? 130 : 143);
    }
}
