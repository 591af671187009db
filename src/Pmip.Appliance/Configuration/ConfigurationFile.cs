using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;

namespace Pmip.Appliance.Configuration;

/// <summary>Reads and checks the file of a node. Nothing starts before all of it is right.</summary>
public static class ConfigurationFile
{
    /// <summary>Largest file, in octets.</summary>
    public const int LengthMax = 1 << 20;

    /// <summary>
    /// Reads the file at <paramref name="path"/>. False adds everything that is wrong to <paramref name="errors"/>, in the order of
    /// the file; an error with line 0 says that the file could not be read at all.
    /// </summary>
    public static bool TryLoad(string path, [NotNullWhen(true)] out ApplianceConfiguration? configuration, List<ConfigurationError> errors)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(errors);
        configuration = null;
        byte[] octets;
        try
        {
            using FileStream stream = File.OpenRead(path);
            octets = new byte[LengthMax + 1];
            int length = stream.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
            if (length > LengthMax)
            {
                errors.Add(new ConfigurationError(path, 0, 0, "", "the file is larger than 1 MiB", "", ""));
                return false;
            }

            octets = octets[..length];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            errors.Add(new ConfigurationError(path, 0, 0, "", "cannot be read: " + exception.Message, "", ""));
            return false;
        }

        return TryParse(path, octets, out configuration, errors);
    }

    /// <summary>Checks and reads <paramref name="octets"/>; <paramref name="file"/> is the name that errors begin with.</summary>
    public static bool TryParse(string file, byte[] octets, [NotNullWhen(true)] out ApplianceConfiguration? configuration, List<ConfigurationError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        configuration = null;
        SourceText source = new(ConfigurationMigrations.Product.TryBringUp(octets, out byte[]? current) ? current : octets);
        ConfigurationErrors found = new(file, source);
        ConfigurationNode? root = ConfigurationDocument.Read(source, found);
        if (root is not null && !ConfigurationMigrations.Product.TryRefuse(root, found))
        {
            ConfigurationShape.Check(root, ConfigurationSchema.Find("")!, found);
            if (root.IsValid)
            {
                ConfigurationRules.Check(root, found);
            }
        }

        found.CopyTo(errors);
        if (found.Count > 0)
        {
            return false;
        }

        configuration = ConfigurationReader.Read(source) with { Source = root };
        return true;
    }
}
