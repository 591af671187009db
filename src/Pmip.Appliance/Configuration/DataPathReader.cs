using System;
using System.Linq;
using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>dataPath</c> out of one that has passed the checks, and checks what the schema cannot.</summary>
internal static class DataPathReader
{
    public static DataPathSettings Read(ConfigurationCursor dataPath)
    {
        string pins = dataPath.Text("pins");
        return new DataPathSettings
        {
            Pins = pins == DataPathSettings.NotKept ? "" : pins,
            Rungs = [.. dataPath.Elements("rungs", null).Select(static rung => (Rung)Array.IndexOf(RungText.Names, rung.Value))],
            Plugin = dataPath.Optional("plugin") ?? "",
            PluginOptions = dataPath.Optional("pluginOptions") ?? "",
            SequenceNumbers = [.. dataPath.Elements("sequenceNumbers", null).Select(static remote => IpPrefix.Parse(remote.Value))],
            ClampsMss = dataPath.Boolean("mssClamp"),
        };
    }

    public static void Check(ConfigurationNode root, ConfigurationErrors errors)
    {
        if (root.Find("dataPath")?.Find("pins") is ConfigurationNode pins && pins.Text != DataPathSettings.NotKept && pins.Text[0] != '/')
        {
            errors.Add(pins, $"\"{pins.Text}\" is no absolute path; wanted is the folder of a bpffs, such as {DataPathSettings.DefaultPins}, or off");
        }
    }
}
