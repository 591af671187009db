using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Foundation;

namespace Pmip.Appliance.Store;

/// <summary>
/// What the process itself runs with where no configuration can be read: where its socket and its state are. No node ever starts
/// with it.
/// </summary>
internal static class SafeModeConfiguration
{
    /// <summary>A right configuration of nothing.</summary>
    public const string Text = """
        {
          "name": "unconfigured", "role": "lma",
          "transport": { "ipv6": "2001:db8::1", "interfaces": ["lo"] },
          "lma": { "peers": [], "accessPoints": [] }
        }
        """;

    /// <summary>The same with the socket that the person's file names, as far as that can be understood.</summary>
    public static ApplianceConfiguration For(string path, string stateFolder)
    {
        List<ConfigurationError> errors = [];
        bool isRight = ConfigurationFile.TryParse("safe mode", Encoding.UTF8.GetBytes(Text), out ApplianceConfiguration? configuration, errors);
        Invariant.Require(isRight);
        ConfigurationNode? root = PersonFile.TryRead(path, out _) is byte[] text ? Understood(text) : null;
        string socket = root?.Find("control")?.Find("socket")?.Text ?? ApplianceConfiguration.DefaultControlSocket;
        return configuration! with { ControlSocket = socket, StateFolder = stateFolder };
    }

    /// <summary>The root of a text with all marked that is right in itself; null when it is no JSON.</summary>
    public static ConfigurationNode? Understood(byte[] text)
    {
        SourceText source = new(text);
        ConfigurationErrors errors = new("", source);
        if (ConfigurationDocument.Read(source, errors) is not ConfigurationNode root)
        {
            return null;
        }

        ConfigurationShape.Check(root, ConfigurationSchema.Find("")!, errors);
        return root;
    }
}
