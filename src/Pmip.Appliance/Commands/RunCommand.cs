using System.Collections.Generic;
using System.Globalization;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Commands;

/// <summary><c>pmipd run</c>.</summary>
internal static class RunCommand
{
    public static Command For(ApplianceStart start) => new(
        "run",
        "--config FILE [--ready-fd N]",
        "runs the node until it is told to end",
        """
          --config FILE    configuration of the node
          --ready-fd N     writes the line "ready" to descriptor N when traffic can flow
        """,
        (words, output) => Run(start, words, output));

    private static int Run(ApplianceStart start, string[] words, CommandOutput output)
    {
        if (!CommandWords.TryParse(words, [], ["--config", "--ready-fd"], out CommandWords? parsed, out string problem))
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

        List<ConfigurationError> errors = [];
        if (!ConfigurationFile.TryLoad(path, out ApplianceConfiguration? configuration, errors))
        {
            return CheckCommand.Complain(errors, output);
        }

        if (MemoryBudget.Of(configuration).Refusal(MemoryBudget.MachineOctets()) is string refusal)
        {
            output.Complaint.WriteLine($"{path}: limits: {refusal}");
            return ExitCode.Failed;
        }

        return start(configuration, path, readyDescriptor);
    }
}
