using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Store;

namespace Pmip.Appliance.Commands;

/// <summary>Runs a node until it is told to end; gives the exit code.</summary>
internal delegate int ApplianceStart(
    ConfigurationStore store, ApplianceConfiguration configuration, string configurationPath, int readyDescriptor);

/// <summary>Prints messages; gives the exit code.</summary>
internal delegate int CaptureDecoder(ReadOnlySpan<string> words, Stream input, Stream answer, TextWriter complaint);

/// <summary>All commands, and the way from the words of the command line to one of them.</summary>
internal sealed class CommandTable
{
    private readonly List<Command> _commands = [];

    /// <summary>Makes the table; a command whose doing is not given is not in it.</summary>
    public CommandTable(ApplianceStart? start, CaptureDecoder? decode)
    {
        if (start is not null)
        {
            _commands.Add(RunCommand.For(start));
        }

        if (decode is not null)
        {
            _commands.Add(new(
                "decode",
                "[--json] [--from mh|ip] HEX | FILE",
                "prints messages from hexadecimal digits or from a capture",
                "",
                (words, output) => decode(words, Console.OpenStandardInput(), output.Answer, output.Complaint)));
        }

        _commands.AddRange(
        [
            new(
                "check", "FILE [--json]", "checks a configuration and shows the memory that it costs",
                """
                  Every error is FILE:LINE:COLUMN: PATH: what is wrong, and what is allowed.
                  Exit code 0: right. 1: wrong. 2: the file cannot be read. "pmipd help configuration" lists the keys.
                """,
                CheckCommand.Run),
            PasswordCommand.Make(),
            DataPathCommand.Command,

            SchemaCommand.Make(),

            // "check FILE" needs no running node; the draft is checked with the console's "check". DataPathCommand passes on what is not its own.
            .. ControlCommands.All().Where(command => command.Name is not ("check" or "datapath")),
            ConsoleCommand.Command,
            new("version", "", "prints the version", "", Version),
            new("help", "[COMMAND | configuration | metrics]", "explains a command, the keys of the configuration, or the figures for Prometheus", "", Help),
        ]);
    }

    /// <summary>Runs the command that <paramref name="words"/> ask for.</summary>
    public int Run(string[] words, CommandOutput output)
    {
        if (words.Length == 0)
        {
            output.Complaint.Write(Overview());
            return ExitCode.Usage;
        }

        string name = words[0] is "--help" or "-h" ? "help" : words[0] is "--version" ? "version" : words[0];
        if (Find(name) is not Command command)
        {
            string? nearest = NearestName.Find(name, _commands.ConvertAll(candidate => candidate.Name));
            return output.Misused($"there is no command \"{name}\"" + (nearest is null ? "" : $", did you mean \"{nearest}\"?"), "");
        }

        string[] rest = words[1..];
        return Array.Exists(rest, word => word is "--help" or "-h") ? Help([name], output) : command.Run(rest, output);
    }

    private Command? Find(string name) => _commands.Find(command => command.Name == name);

    private string Overview()
    {
        StringBuilder text = new("pmipd, a Proxy Mobile IPv6 gateway (MAG and LMA)\n\n");
        foreach (Command command in _commands)
        {
            text.Append("  pmipd ").Append(command.Name.PadRight(9)).Append(command.Summary).Append('\n');
        }

        return text.Append("\n\"pmipd help COMMAND\" tells more.\n").ToString();
    }

    private int Help(string[] words, CommandOutput output)
    {
        if (words.Length == 0)
        {
            output.Print(Overview());
            return ExitCode.Ok;
        }

        if (words is ["configuration"])
        {
            output.Print(ConfigurationHelp.Render());
            return ExitCode.Ok;
        }

        if (words is ["metrics"])
        {
            output.Print(MetricsHelp.Render());
            return ExitCode.Ok;
        }

        if (words.Length > 1 || Find(words[0]) is not Command command)
        {
            return output.Misused($"there is no command \"{string.Join(' ', words)}\"", "");
        }

        output.Print($"pmipd {command.Name} {command.Usage}".TrimEnd()
            + $"\n  {command.Summary}\n{(command.Help.Length == 0 ? "" : "\n" + command.Help + "\n")}");
        return ExitCode.Ok;
    }

    private static int Version(string[] words, CommandOutput output)
    {
        if (words.Length > 0)
        {
            return output.Misused("\"version\" takes nothing behind it", "version");
        }

        output.Print($"pmipd {typeof(CommandTable).Assembly.GetName().Version!.ToString(3)}\n");
        return ExitCode.Ok;
    }
}
