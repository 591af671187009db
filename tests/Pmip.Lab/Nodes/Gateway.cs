using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab.Network;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Nodes;

/// <summary>One <c>pmipd</c> in its namespace: a MAG or an LMA.</summary>
public sealed class Gateway
{
    private string _binary;
    private LabProcess? _process;

    internal Gateway(string name, NetworkNamespace place, string directory, string binary)
    {
        Name = name;
        Place = place;
        _binary = binary;
        Socket = Path.Combine(directory, name + ".sock");
        FilePath = Path.Combine(directory, name + ".json");
    }

    public string Name { get; }

    public NetworkNamespace Place { get; }

    public string Socket { get; }

    public string FilePath { get; }

    public LabProcess Process => _process ?? throw new LabException($"{Name} was not started");

    public string Log => _process?.Text ?? "";

    public void Write(JsonObject file) => File.WriteAllText(FilePath, file.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

    /// <summary>From the next start on it runs another copy of its program.</summary>
    public void Replace()
    {
        string copy = Path.Combine(Path.GetDirectoryName(FilePath)!, $"pmipd-{Name}-{System.Guid.NewGuid():N}");
        File.Copy(_binary, copy);
        _binary = copy;
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public TimeSpan Start()
    {
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        StartUnawaited().AwaitLine(line => line.Contains("ready", StringComparison.Ordinal), "ready");
        return System.Diagnostics.Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Starts it; <paramref name="before"/> are words before those of <c>pmipd</c>, which start it in surroundings of their own.</summary>
    public LabProcess StartUnawaited(params string[] before)
    {
        // A service manager starts it in a session of its own, too.
        _process = Place.Start("pmipd-" + Name, [.. before, "setsid", _binary, "run", "--config", FilePath]);
        return _process;
    }

    /// <summary>A command line of <c>pmipd</c> inside the node's namespace.</summary>
    public CommandResult Invoke(params string[] words) => Place.Run([_binary, .. words, "--socket", Socket]);

    public CommandResult InvokeAsIs(params string[] words) => Place.Run([_binary, .. words]);

    public string Require(params string[] words)
    {
        CommandResult result = Invoke(words);
        return result.Succeeded
            ? result.Output
            : throw new LabException($"{Name}: pmipd {string.Join(' ', words)}: exit {result.ExitCode}: {result.Error}{result.Output}\n{Log}");
    }

    public JsonElement Show(string what)
    {
        using JsonDocument document = JsonDocument.Parse(Require("show", what, "--json"));
        return document.RootElement.Clone();
    }
}
