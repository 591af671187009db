using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Diagnosis.Bundle;

/// <summary>The secret values in the text of a configuration, by the keys that the schema calls secret.</summary>
internal static class ConfigurationSecrets
{
    /// <summary>All of them; of a text that cannot be read there are none, and it must not be shown.</summary>
    public static bool TryFind(string text, out List<string> secrets)
    {
        secrets = [];
        try
        {
            JsonNode? root = JsonNode.Parse(text, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            HashSet<string> names = [.. ConfigurationSchema.Keys.Where(key => key.IsSecret).Select(key => key.Name)];
            Collect(root, names, secrets);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Collect(JsonNode? node, HashSet<string> names, List<string> secrets)
    {
        if (node is JsonObject section)
        {
            foreach ((string name, JsonNode? value) in section)
            {
                if (names.Contains(name) && value is JsonValue secret)
                {
                    secrets.Add(secret.ToString());
                }

                Collect(value, names, secrets);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? element in list)
            {
                Collect(element, names, secrets);
            }
        }
    }
}
