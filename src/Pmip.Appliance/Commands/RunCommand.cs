using System.Collections.Generic;
using System.Globalization;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Store;

namespace Pmip.Appliance.Commands;

/// <summary><c>pmipd run</c>.</summary>
internal static class RunCommand
{
    public static Command For(ApplianceStart start) => new(
        "run",
        "--config FILE [--state FOLDER] [--factory FILE] [--ready-fd N]",
        "runs the node until it is told to end",
        """
          --config FILE    configuration of the node
          --state FOLDER   folder of the state where no configuration can name it; /var/lib/pmip unless given
          --factory FILE   configuration for when nothing else is right
          --ready-fd N     writes the line "ready" to descriptor N when traffic can flow
        """,
        (words, output) => Run(start, words, output));

    private static int Run(ApplianceStart start, string[] words, CommandOutput output)
    {
        if (!CommandWords.TryParse(words, [], ["--config", "--state", "--factory", "--ready-fd"], out CommandWords? parsed, out string problem))
        {
            return output.Misused(problem, "run");
        }

        if (parsed.Rest.Count > 0 || parsed.Value("--config") is not string path)
        {
            return output.Misused("\"run\" wants --config FILE", "run");
        }

        int readyDescriptor = -1;
        if (parsed.Value("--ready-fd") is string number
            && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out readyDescriptor) || readyDescriptor < 1))
        {
            return output.Misused($"\"{number}\" is not the number of a descriptor", "run");
        }

        StoreOptions options = new() { ConfigurationPath = path, StateFolder = parsed.Value("--state"), FactoryPath = parsed.Value("--factory") };
        using ConfigurationStore store = ConfigurationStore.Open(options);
        if (store.Start.Configuration is null && store.IsFirst)
        {
            // Nothing was ever right here: whoever calls wants to know why, not a process that waits.
            return Refuse(path, output);
        }

        ApplianceConfiguration configuration = store.Start.Configuration ?? SafeModeConfiguration.For(path, ConfigurationStore.FolderOf(options));
        return start(store, configuration, path, readyDescriptor);
    }

    private static int Refuse(string path, CommandOutput output)
    {
        List<ConfigurationError> errors = [];
        if (!ConfigurationFile.TryLoad(path, out ApplianceConfiguration? configuration, errors))
        {
            return CheckCommand.Complain(errors, output);
        }

        output.Complaint.WriteLine($"{path}: limits: {MemoryBudget.Of(configuration).Refusal(MemoryBudget.MachineOctets())}");
        return ExitCode.Failed;
    }
}
