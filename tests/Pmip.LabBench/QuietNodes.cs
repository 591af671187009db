using Pmip.Lab;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;

namespace Pmip.LabBench;

/// <summary>Nodes that log no more than warnings, as in service under load: they do not say that they are ready, so they are asked.</summary>
internal static class QuietNodes
{
    public const string LogLevel = "warn";

    internal static void Start(GatewayLab lab)
    {
        foreach (Gateway node in new[] { lab.Lma, lab.Mag1, lab.Mag2 })
        {
            LabProcess process = node.StartUnawaited();
            Await.Until(
                $"{node.Name} answers",
                () => process.HasExited ? throw new LabException($"{node.Name} ended\n{node.Log}") : node.Invoke("show", "version").Succeeded,
                seen: () => node.Log);
        }
    }
}
