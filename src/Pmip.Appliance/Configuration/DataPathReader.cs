using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>dataPath</c> out of one that has passed the checks, and checks what the schema cannot.</summary>
internal static class DataPathReader
{
    // maps: those of the access points, and after this all.
    public static DataPathSettings Read(ConfigurationCursor dataPath, List<DscpMap> maps)
    {
        string pins = dataPath.Text("pins");
        byte dscp = DscpText.NumberOf(dataPath.Text("dscp"), maps);
        return new DataPathSettings
        {
            Pins = pins == DataPathSettings.NotKept ? "" : pins,
            Rungs = [.. dataPath.Elements("rungs", null).Select(static rung => (Rung)Array.IndexOf(RungText.Names, rung.Value))],
            Xdp = (XdpUse)Array.IndexOf(DataPathSettings.XdpUses, dataPath.Text("xdp")),
            ServiceForwarding = (ServiceForwarding)Array.IndexOf(DataPathSettings.ServiceForwardings, dataPath.Text("serviceForwarding")),
            SpreadProcessors = DataPathSettings.ProcessorsFor(dataPath.Text("spreading"), Environment.ProcessorCount),
            Dscp = dscp,
            TakesOuterDscp = dataPath.Text("innerDscp") == "outer",
            DscpMaps = [.. maps],
            Plugin = dataPath.Optional("plugin") ?? "",
            PluginOptions = dataPath.Optional("pluginOptions") ?? "",
            SequenceNumbers = [.. dataPath.Elements("sequenceNumbers", null).Select(static remote => IpPrefix.Parse(remote.Value))],
            ClampsMss = dataPath.Boolean("mssClamp"),
        };
    }

    public static void Check(ConfigurationNode root, ConfigurationErrors errors)
    {
        CheckDscp(root, errors);
        if (root.Find("dataPath")?.Find("serviceForwarding") is { Text: "direct" } forwarding && root.Find("role")?.Text == "mag")
        {
            errors.Add(forwarding, "a MAG forwards no packets to the packet data network; the key is for an LMA");
        }

        if (root.Find("dataPath")?.Find("xdp") is { Text: "force" or "generic" } xdp && root.Find("dataPath")!.Elements("rungs").Any()
            && root.Find("dataPath")!.Elements("rungs").All(static rung => rung.Text != "xdp"))
        {
            errors.Add(xdp, "dataPath.rungs leaves xdp out");
        }

        if (root.Find("dataPath")?.Find("pins") is ConfigurationNode pins && pins.Text != DataPathSettings.NotKept && pins.Text[0] != '/')
        {
            errors.Add(pins, $"\"{pins.Text}\" is no absolute path; wanted is the folder of a bpffs, such as {DataPathSettings.DefaultPins}, or off");
        }
    }

    private static void CheckDscp(ConfigurationNode root, ConfigurationErrors errors)
    {
        List<DscpMap> maps = [];
        if (root.Find("dataPath")?.Find("dscp") is ConfigurationNode ofNode)
        {
            Check(ofNode);
        }

        foreach (ConfigurationNode accessPoint in root.Find("lma")?.Elements("accessPoints") ?? [])
        {
            if (accessPoint.Find("dscp") is ConfigurationNode own)
            {
                Check(own);
            }
        }

        void Check(ConfigurationNode node)
        {
            if (!DscpText.TryParse(node.Text, out _, out string problem))
            {
                errors.Add(node, problem);
                return;
            }

            _ = DscpText.NumberOf(node.Text, maps);
            if (maps.Count == DscpMap.MapsMax + 1)
            {
                errors.Add(node, $"there are more than {DscpMap.MapsMax} different maps of DSCPs");
            }
        }
    }
}
