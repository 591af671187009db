using System.Text;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Commands;

/// <summary>The keys of the configuration for a person, out of <see cref="ConfigurationSchema"/>.</summary>
internal static class ConfigurationHelp
{
    public static string Render()
    {
        StringBuilder text = new("Keys of the configuration file (JSON; comments and trailing commas are welcome)\n\n");
        foreach (ConfigurationKey key in ConfigurationSchema.Keys)
        {
            if (key.Path.Length == 0)
            {
                continue;
            }

            text.Append(key.Path);
            if (key.IsRequired)
            {
                text.Append(" (required)");
            }

            text.Append("\n    ").Append(key.Help).Append("\n    ").Append(ConfigurationSchema.Wanted(key));
            if (key.Default is string preset)
            {
                text.Append("; ").Append(preset).Append(" unless given");
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
