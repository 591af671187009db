using System;
using System.Diagnostics;
using System.Globalization;

namespace Pmip.Bench;

/// <summary>A network namespace that is there as long as this object; what runs in it ends with it.</summary>
internal sealed class BenchNamespace : IDisposable
{
    public BenchNamespace(string name)
    {
        // build.sh removes namespaces of this form whose process is gone.
        Name = $"pmip-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{name}";
        Commands.Require("ip", "netns", "add", Name);
        Ip("link", "set", "lo", "up");
    }

    /// <summary>Its name for <c>ip netns</c>.</summary>
    public string Name { get; }

    /// <summary>Runs <c>ip</c> on it.</summary>
    public void Ip(params string[] words) => Commands.Require("ip", ["-n", Name, .. words]);

    /// <summary>Makes a pair of interfaces, one end here and one in <paramref name="other"/>, and brings both up.</summary>
    public void Connect(string own, BenchNamespace other, string theirs)
    {
        Ip("link", "add", own, "type", "veth", "peer", "name", theirs, "netns", other.Name);
        Ip("link", "set", own, "up");
        other.Ip("link", "set", theirs, "up");
    }

    /// <summary>What a part of this program prints that runs inside.</summary>
    public string Inside(string part, params string[] words) =>
        Commands.Require("ip", ["netns", "exec", Name, Environment.ProcessPath!, InsideTable.Option, part, .. words]);

    /// <summary>Starts a program inside, and waits until it says that it is ready.</summary>
    public Process Start(params string[] words)
    {
        ProcessStartInfo start = new("ip", ["netns", "exec", Name, .. words]) { RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        return process.StandardOutput.ReadLine() == "ready"
            ? process
            : throw new InvalidOperationException($"{string.Join(' ', words)}: ended before it was ready");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string process in Commands.Run("ip", "netns", "pids", Name).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Commands.Run("kill", "-KILL", process.Trim());
        }

        Commands.Run("ip", "netns", "delete", Name);
    }
}
