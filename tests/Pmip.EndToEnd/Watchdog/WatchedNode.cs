using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Network;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd.Watchdog;

/// <summary>
/// An LMA with a file in the place of its watchdog. The test plays the hardware: a machine whose dog is not petted for its time-out loses
/// the process without warning, and starts it again.
/// </summary>
internal sealed class WatchedNode
{
    private const int TimeoutSeconds = 5;
    private WatchedNode(GatewayLab lab, string device)
    {
        Node = lab.Lma;
        Neighbour = lab.Mag2.Place;
        Device = device;
    }

    /// <summary>Path of the file.</summary>
    internal string Device { get; }

    internal Gateway Node { get; }

    internal LabProcess Process => Node.Process;

    /// <summary>A place from which the node can be reached.</summary>
    internal NetworkNamespace Neighbour { get; }

    /// <summary>What was written to the dog since the last start.</summary>
    internal byte[] Pets => File.ReadAllBytes(Device);

    /// <summary>A lab in which only the LMA is started, and that by the test.</summary>
    internal static void Run(Action<WatchedNode> body)
    {
        string folder = Directory.CreateTempSubdirectory("pmip-dog-").FullName;
        string device = Path.Combine(folder, "watchdog7");
        try
        {
            Scenario scenario = new()
            {
                Adjust = (_, file) => file["board"] = new JsonObject
                {
                    ["watchdog"] = new JsonObject { ["backend"] = "device", ["device"] = device, ["timeoutSeconds"] = TimeoutSeconds },
                },
            };
            Trial.Run(scenario, lab => body(new WatchedNode(lab, device)), examine: null, startsGateways: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Starts the process, and waits until it is petting.</summary>
    internal void Start()
    {
        File.WriteAllBytes(Device, []);
        Node.StartUnawaited();
        AwaitPets(3);
    }

    /// <summary>The same on a machine that has booted again, whose watchdog's driver says why.</summary>
    internal void StartAfterReset(int bootStatus)
    {
        File.WriteAllBytes(Device, []);
        string folder = Path.GetDirectoryName(Device)!;
        string identity = Path.Combine(folder, "boot-id");
        File.WriteAllText(identity, Guid.NewGuid() + "\n");
        string listing = Directory.CreateDirectory(Path.Combine(folder, "class", "watchdog7")).FullName;
        File.WriteAllText(Path.Combine(listing, "bootstatus"), $"{bootStatus}\n");
        File.WriteAllText(Path.Combine(listing, "identity"), "Pretended Timer\n");
        string mounts = $"mount --bind {identity} /proc/sys/kernel/random/boot_id && mount --bind {Path.Combine(folder, "class")} /sys/class/watchdog";
        Node.StartUnawaited("unshare", "-m", "sh", "-c", $"{mounts} && exec \"$@\"", "sh");
        AwaitPets(3);
    }

    internal void AwaitPets(int count) => Await.Until("the dog is petted", () => Pets.Length >= count, seen: () => Node.Log);

    /// <summary>The hardware waits for its time-out, and then takes the process away.</summary>
    internal void Bite()
    {
        int pets = Pets.Length;
        Await.Throughout("nobody pets the dog", TimeSpan.FromSeconds(TimeoutSeconds), () => Pets.Length == pets);
        Assert.DoesNotContain((byte)'V', Pets);
        Process.Kill();
    }

    /// <summary>What the process said of the run before it.</summary>
    internal string LastReset() => Process.AwaitLine(line => line.Contains("last reset: ", StringComparison.Ordinal), "what the last run ended by");

    /// <summary>A line of <c>show watchdog</c>.</summary>
    internal string Told(string what) => Answers.Rows(Node.Show("watchdog"))
        .Single(row => row.GetProperty("what").GetString() == what).GetProperty("value").GetString()!;
}
