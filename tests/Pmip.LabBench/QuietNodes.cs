using System.IO;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Nodes;

namespace Pmip.LabBench;

/// <summary>Nodes that say when they are ready, and log no more than warnings from then on.</summary>
internal static class QuietNodes
{
    internal static void Start(GatewayLab lab)
    {
        lab.StartGateways();
        foreach (Gateway node in new[] { lab.Lma, lab.Mag1, lab.Mag2 })
        {
            JsonNode file = JsonNode.Parse(File.ReadAllText(node.FilePath))!;
            file["log"]!["level"] = "warn";
            node.Write(file.AsObject());
            node.Process.Signal("HUP");
        }
    }
}
