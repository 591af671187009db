using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Commands;

/// <summary><c>pmipd check</c>.</summary>
internal static class CheckCommand
{
    public static int Run(string[] words, CommandOutput output)
    {
        if (!CommandWords.TryParse(words, ["--json"], [], out CommandWords? parsed, out string problem))
        {
            return output.Misused(problem, "check");
        }

        if (parsed.Rest is not [string path])
        {
            return output.Misused("\"check\" wants one FILE", "check");
        }

        List<ConfigurationError> errors = [];
        bool isRight = ConfigurationFile.TryLoad(path, out ApplianceConfiguration? configuration, errors);
        MemoryBudget? budget = configuration is null ? null : MemoryBudget.Of(configuration);
        if (budget?.Refusal(MemoryBudget.MachineOctets()) is string refusal)
        {
            isRight = false;
            errors.Add(new ConfigurationError(path, 0, 0, "limits", refusal, "", ""));
        }

        if (parsed.Has("--json"))
        {
            WriteJson(path, errors, budget, output.Answer);
        }
        else if (isRight)
        {
            output.Print(Describe(path, configuration!, budget!));
        }

        return isRight ? ExitCode.Ok : parsed.Has("--json") ? CodeOf(errors) : Complain(errors, output);
    }

    /// <summary>Prints errors for a person and gives the exit code.</summary>
    public static int Complain(List<ConfigurationError> errors, CommandOutput output)
    {
        foreach (ConfigurationError error in errors)
        {
            output.Complaint.WriteLine(error.ToString());
        }

        return CodeOf(errors);
    }

    // A file that cannot be read is a wrong call, not a wrong configuration.
    private static int CodeOf(List<ConfigurationError> errors) => errors.Exists(error => error.Line == 0 && error.Path.Length == 0) ? ExitCode.Usage
        : ExitCode.Failed;

    private static string Describe(string path, ApplianceConfiguration configuration, MemoryBudget budget)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        StringBuilder text = new();
        text.Append(invariant, $"{path}: ok\n\n{configuration.Name} is {RoleName(configuration.Role)}, rules of "
            + $"{(configuration.Specification == Engine.Configuration.SpecificationMode.Ietf ? "the IETF" : "3GPP")}\n");
        if (configuration.Lma is Engine.Configuration.LmaConfiguration lma)
        {
            text.Append(invariant, $"  LMA: {lma.Peers.Count} peers, {lma.AccessPoints.Count} access points, {lma.Subscribers.Count} subscribers\n");
        }

        if (configuration.Mag is Engine.Configuration.MagConfiguration mag && configuration.Access is AccessConfiguration access)
        {
            text.Append(invariant, $"  MAG: {mag.Lmas.Count} LMAs, {access.Links.Count} access links, {access.Profiles.Count} "
                + $"profiles{(access.DefaultProfile is null ? "" : " and a default profile")}\n");
        }

        text.Append(invariant, $"\n{"TABLE",-28}{"ENTRIES",12}{"OCTETS",16}\n");
        foreach (MemoryShare share in budget.Shares)
        {
            text.Append(invariant, $"{share.Table,-28}{share.Entries,12}{share.Octets,16}\n");
        }

        return text.Append(invariant, $"{"total",-28}{"",12}{budget.Octets,16}  ({MemoryBudget.Mebibytes(budget.Octets)} MiB)\n").ToString();
    }

    private static string RoleName(ApplianceRole role) => role switch
    {
        ApplianceRole.Lma => "an LMA",
        ApplianceRole.Mag => "a MAG",
        _ => "an LMA and a MAG",
    };

    private static void WriteJson(string path, List<ConfigurationError> errors, MemoryBudget? budget, Stream answer)
    {
        using (Utf8JsonWriter json = new(answer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("file"u8, path);
            json.WriteBoolean("ok"u8, errors.Count == 0);
            json.WriteStartArray("errors"u8);
            foreach (ConfigurationError error in errors)
            {
                json.WriteStartObject();
                json.WriteNumber("line"u8, error.Line);
                json.WriteNumber("column"u8, error.Column);
                json.WriteString("path"u8, error.Path);
                json.WriteString("message"u8, error.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("memory"u8);
            foreach (MemoryShare share in budget?.Shares ?? [])
            {
                json.WriteStartObject();
                json.WriteString("table"u8, share.Table);
                json.WriteNumber("entries"u8, share.Entries);
                json.WriteNumber("octets"u8, share.Octets);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("memoryOctets"u8, budget?.Octets ?? 0);
            json.WriteEndObject();
        }

        answer.Write("\n"u8);
        answer.Flush();
    }
}
