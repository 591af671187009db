using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.Appliance.State;
using Pmip.DataPath;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.Appliance.Commands;

/// <summary><c>pmipd datapath</c>: what a node that does not run has left in the kernel.</summary>
internal static class DataPathCommand
{
    // What a running node is asked, by the same first word.
    private static Command OfNode { get; } = ControlCommands.All().First(static command => command.Name == "datapath");

    public static Command Command { get; } = new(
        "datapath",
        "clear --config FILE | mirror ...",
        "takes away what a node that does not run has left in the kernel, or switches the data path of one that runs",
        OfNode.Help + """

          pmipd datapath clear --config FILE
          Packets go on when the process ends, so that another one can take over. This ends them: tables and programs of dataPath.pins, the
          tunnel interface, and the routes and rules of the access links go. A node that runs is left alone; "pmipd stop" ends it and does
          the same.
        """,
        Run);

    private static int Run(string[] words, CommandOutput output)
    {
        if (words is not ["clear", ..] && words is not [] && words[0] != "--config")
        {
            return OfNode.Run(words, output);
        }

        if (!CommandWords.TryParse(words, [], ["--config"], out CommandWords? parsed, out string problem))
        {
            return output.Misused(problem, "datapath");
        }

        if (parsed.Rest is not ["clear"] || parsed.Value("--config") is not string path)
        {
            return output.Misused("\"datapath\" wants clear --config FILE", "datapath");
        }

        List<ConfigurationError> errors = [];
        if (!ConfigurationFile.TryLoad(path, out ApplianceConfiguration? configuration, errors))
        {
            return CheckCommand.Complain(errors, output);
        }

        problem = Clear(configuration);
        if (problem.Length > 0)
        {
            output.Complaint.WriteLine("pmipd: " + problem);
            return ExitCode.Failed;
        }

        output.Print("nothing of the node is left in the kernel\n");
        return ExitCode.Ok;
    }

    private static string Clear(ApplianceConfiguration configuration)
    {
        if (configuration.DataPath.Pins.Length > 0 && !KeptDataPath.TryClear(configuration.DataPath.Pins, out string problem))
        {
            return problem;
        }

        LinuxStatus status = NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        if (channel is null)
        {
            return $"no netlink socket: {status.Message}";
        }

        using NetlinkChannel opened = channel;
        KeptFile.Delete(configuration.ControlSocket);
        return TunnelRouting.Clear(channel, configuration);
    }
}
