using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Commands;

/// <summary><c>pmipd schema</c>.</summary>
internal static class SchemaCommand
{
    public static Command Make() => new(
        "schema", "", "prints the JSON Schema of the configuration file",
        "  pmipd schema > pmip.schema.json, and \"$schema\": \"pmip.schema.json\" in the file.", Run);

    private static int Run(string[] words, CommandOutput output)
    {
        if (words.Length > 0)
        {
            return output.Misused("\"schema\" takes nothing behind it", "schema");
        }

        output.Answer.Write(JsonSchemaText.Write());
        output.Answer.Flush();
        return ExitCode.Ok;
    }
}
