using System;
using System.Collections.Generic;
using System.Globalization;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Network;

/// <summary>A network namespace <c>pmip-PID-NAME</c> of this process, with everything the lab runs inside it.</summary>
public sealed class NetworkNamespace : IDisposable
{
    internal const string Prefix = "pmip-";

    private readonly List<LabProcess> _processes = [];
    private bool _isDisposed;

    public NetworkNamespace(string name)
    {
        Name = name;
        FullName = $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{name}";
        Command.Require("ip", "netns", "add", FullName);
        Ip("link set lo up");
    }

    public string Name { get; }

    /// <summary>The name that <c>ip netns</c> knows.</summary>
    public string FullName { get; }

    /// <summary>Runs <c>ip</c> with these lines as one batch; every line has to succeed.</summary>
    public void Ip(params string[] lines)
    {
        Command.Require(["ip", "-n", FullName, "-batch", "-"], string.Join('\n', lines) + "\n");
    }

    public void Sysctl(params string[] settings)
    {
        List<string> words = ["sysctl", "-q", "-w"];
        words.AddRange(settings);
        Require([.. words]);
    }

    public CommandResult Run(params string[] words) => Command.Run(Inside(words), input: null);

    public string Require(params string[] words) => Command.Require(Inside(words), input: null);

    public LabProcess Start(string name, params string[] words)
    {
        LabProcess process = LabProcess.Start($"{name}@{Name}", Inside(words));
        lock (_processes)
        {
            _processes.Add(process);
        }

        return process;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        lock (_processes)
        {
            foreach (LabProcess process in _processes)
            {
                process.Dispose();
            }
        }

        Remove(FullName);
    }

    /// <summary>Ends what still runs inside and removes the namespace with every interface in it.</summary>
    internal static void Remove(string fullName)
    {
        foreach (string id in Command.Run("ip", "netns", "pids", fullName).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Command.Run("kill", "-KILL", id.Trim());
        }

        Command.Run("ip", "netns", "delete", fullName);
    }

    private string[] Inside(string[] words) => ["ip", "netns", "exec", FullName, .. words];
}
