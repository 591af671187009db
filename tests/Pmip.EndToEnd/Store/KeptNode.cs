using System;
using System.IO;
using System.Text.Json.Nodes;
using Pmip.Client;
using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd.Store;

/// <summary>
/// A node whose file and folder of state are on a medium of its own. Its configurations differ in its name, which counts them.
/// </summary>
internal sealed class KeptNode : IDisposable
{
    private const string Prefix = "count-";
    private readonly Gateway _place;
    private LabProcess? _process;

    private KeptNode(Gateway place, Medium medium)
    {
        _place = place;
        Medium = medium;
        FilePath = Path.Combine(medium.Folder, "pmip.json");
        JsonObject file = JsonNode.Parse(File.ReadAllText(place.FilePath))!.AsObject();
        file["name"] = Prefix + "0";
        file["state"] = new JsonObject { ["folder"] = Path.Combine(medium.Folder, "state") };
        Directory.CreateDirectory(Path.Combine(medium.Folder, "state"));
        File.WriteAllText(FilePath, file.ToJsonString());
    }

    internal Medium Medium { get; }

    /// <summary>The file that a person edits.</summary>
    internal string FilePath { get; }

    internal LabProcess Process => _process ?? throw new LabException("the node was not started");

    /// <summary>A lab in which only this node lives.</summary>
    internal static void Run(Func<string, Medium> make, Action<KeptNode> body) => Run(make, static lab => lab.Lma, body);

    internal static void Run(Func<string, Medium> make, Func<GatewayLab, Gateway> choose, Action<KeptNode> body) => Trial.Run(
        new Scenario(),
        lab =>
        {
            using Medium medium = make(Path.Combine(lab.Folder, "medium"));
            using KeptNode node = new(choose(lab), medium);
            try
            {
                body(node);
            }
            catch (Exception failure)
            {
                throw new LabException($"{failure.Message}\n{node._process?.Text}", failure);
            }
        },
        examine: null,
        startsGateways: false);

    /// <summary>Starts it, and waits until it is ready.</summary>
    internal void Start() => StartUnawaited().AwaitLine(
        static line => line.Contains("ready", StringComparison.Ordinal), "ready", TimeSpan.FromSeconds(60));

    internal LabProcess StartUnawaited()
    {
        _process = _place.Place.Start("pmipd-kept", Binary.Path, "run", "--config", FilePath);
        return _process;
    }

    /// <summary>Lets the next start know nothing of how the runs before it ended: the fifth end that nobody ordered leads to safe mode.</summary>
    internal void ForgetEnds() => File.Delete(Path.Combine(Medium.Folder, "state", "runs"));

    internal ControlConnection Connect() => ControlConnection.Connect(_place.Socket);

    internal CommandResult Invoke(params string[] words) => _place.Invoke(words);

    /// <summary>Asks, and wants it done; gives what was said.</summary>
    internal string Require(string command, string body = "")
    {
        using ControlConnection desk = Connect();
        RowReader answer = new(static _ => { });
        ControlError? error = desk.Ask(command, body, answer);
        Assert.True(error is null, $"{command}: {error?.Message}");
        return string.Join('\n', answer.Lines);
    }

    /// <summary>Asks, and wants it refused; gives why.</summary>
    internal string Refused(string command)
    {
        using ControlConnection desk = Connect();
        ControlError? error = desk.Ask(command, new RowReader(static _ => { }));
        Assert.True(error is not null, $"{command} is done");
        return error.Message;
    }

    /// <summary>Puts a configuration of that number into the draft.</summary>
    internal void Edit(int number) => Require($"set name {Prefix}{number}");

    /// <summary>The number of the configuration that runs.</summary>
    internal int Running() => NumberIn(Require("show configuration"));

    /// <summary>The number of the one in the file.</summary>
    internal int InFile() => NumberIn(File.ReadAllText(FilePath));

    public void Dispose() => _process?.Kill();

    private static int NumberIn(string text)
    {
        string name = JsonNode.Parse(text)!["name"]!.GetValue<string>();
        Assert.StartsWith(Prefix, name, StringComparison.Ordinal);
        return int.Parse(name.AsSpan(Prefix.Length), System.Globalization.CultureInfo.InvariantCulture);
    }
}
