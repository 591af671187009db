using System;
using System.Collections.Generic;
using Pmip.Linux.Passwords;

namespace Pmip.Appliance.Configuration;

/// <summary>Rules of who may log in.</summary>
internal static class OperatorRules
{
    /// <summary>Finds every broken one.</summary>
    public static void Check(ConfigurationNode root, ConfigurationErrors errors)
    {
        Dictionary<string, ConfigurationNode> seen = new(StringComparer.Ordinal);
        foreach (ConfigurationNode element in root.Elements("operators"))
        {
            ConfigurationNode? name = element.Find("name");
            ConfigurationRules.RequireUnique(seen, name, name?.Text ?? "", "the name", errors);
            if (name is not null && name.Text.Contains(' ', StringComparison.Ordinal))
            {
                errors.Add(name, "a name to log in with has no blanks");
            }

            if (element.Find("password") is ConfigurationNode hash && !PasswordHash.IsHash(hash.Text))
            {
                errors.Add(hash, "it is no hash of a password; \"pmipd password\" makes one");
            }
        }
    }
}
