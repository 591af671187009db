using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.OperatorConsole;
using Pmip.Appliance.OperatorConsole.Sessions;
using Pmip.Appliance.OperatorConsole.Terminals;
using Pmip.Client;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;
using Pmip.Linux.Terminals;

namespace Pmip.Appliance.Commands;

/// <summary><c>pmipd console</c>: the operator's console on the terminal that called it, or for lines from a pipe.</summary>
internal static class ConsoleCommand
{
    private const int IdleSeconds = 600;

    public static readonly Command Command = new(
        "console",
        "[--socket PATH] [--idle SECONDS] [-c COMMAND]...",
        "the operator's console: on a terminal, or for commands from a pipe",
        """
          --socket PATH     the control socket of the node's file, /run/pmip/pmipd.sock unless given
          --idle SECONDS    time without a key after which the operator is logged out, 600 unless given, 0 for never
          -c COMMAND        carries out the command and ends; may stand there several times

          On a terminal "?" tells at any point what may come next, and Tab completes. Without a terminal, and with -c, there is neither
          prompt nor page; the exit code is that of the last command. 0: done. 1: refused or failed. 2: no such command. It can be the
          shell of a login. Behind a command: | match TEXT, | except TEXT, | count, | first N, | json, | no-more.
        """,
        Run);

    private static int Run(string[] words, CommandOutput output)
    {
        List<string> commands = [];
        List<string> others = [];
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] != "-c")
            {
                others.Add(words[i]);
            }
            else if (++i < words.Length)
            {
                commands.Add(words[i]);
            }
            else
            {
                return output.Misused("the option \"-c\" wants a value", "console");
            }
        }

        if (!CommandWords.TryParse([.. others], [], ["--socket", "--idle"], out CommandWords? parsed, out string problem))
        {
            return output.Misused(problem, "console");
        }

        int seconds = IdleSeconds;
        if (parsed.Value("--idle") is string idle
            && (!int.TryParse(idle, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > 86_400))
        {
            return output.Misused($"\"{idle}\" is no number of seconds from 0 to 86400", "console");
        }

        if (parsed.Rest.Count > 0)
        {
            return output.Misused($"\"{parsed.Rest[0]}\" has no place there; a command stands behind -c", "console");
        }

        try
        {
            using DeskLink link = new(ControlConnection.Connect(parsed.Value("--socket") ?? ApplianceConfiguration.DefaultControlSocket));
            bool isTerminal = commands.Count == 0 && TerminalLine.IsTerminal(0) && TerminalLine.IsTerminal(1);
            return isTerminal ? OnTerminal(link, Duration.FromSeconds(seconds), output)
                : new ConsoleScript(link, output.Answer, output.Complaint).Run(commands.Count > 0 ? commands : Lines());
        }
        catch (ControlException failure)
        {
            output.Complaint.WriteLine("pmipd: " + failure.Message);
            return ExitCode.Failed;
        }
        catch (IOException failure)
        {
            output.Complaint.WriteLine("pmipd: " + failure.Message); // Nobody reads the answer any more.
            return ExitCode.Failed;
        }
    }

    private static IEnumerable<string> Lines()
    {
        using StreamReader input = new(Console.OpenStandardInput());
        while (input.ReadLine() is string line)
        {
            yield return line;
        }
    }

    private static int OnTerminal(DeskLink link, Duration idle, CommandOutput output)
    {
        LinuxStatus status = SignalDescriptor.TryOpen(out SignalDescriptor? signals);
        TerminalLine? line = null;
        status = status.IsOk ? TerminalLine.TryOpenCalling(0, out line) : status;
        using (signals)
        {
            if (line is null)
            {
                output.Complaint.WriteLine($"pmipd: the terminal: {status.Message}");
                return ExitCode.Failed;
            }

            using LineTerminal terminal = new(line, signals!.Descriptor);
            string kind = Environment.GetEnvironmentVariable("TERM") ?? "dumb";
            SessionOptions options = new() { Idle = idle, IsDumb = kind is "" or "dumb" or "unknown", Now = () => MonotonicClock.Now };
            SessionEnd end = new ConsoleSession(terminal, link, options).Run();
            return end is SessionEnd.Left or SessionEnd.Idle ? ExitCode.Ok : ExitCode.Failed;
        }
    }
}
