using Pmip.Appliance.Desk;
using Pmip.Appliance.Diagnosis.Bundle;
using Pmip.Appliance.Diagnosis.Capturing;
using Pmip.Appliance.Diagnosis.Probes;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Diagnosis.Tracing;

namespace Pmip.Appliance.Host;

/// <content>Trace, capture, probes and the support bundle.</content>
internal sealed partial class Appliance
{
    private void AddDiagnosis(DeskVerbs verbs, DeskTables tables, ILoopPort loop)
    {
        DiagnosisTaps taps = Surroundings.Diagnosis;
        new TraceDesk(taps.Traces).AddTo(verbs);
        new CaptureDesk(taps.Captures, () => Lives.Node?.Peers ?? []).AddTo(verbs);
        new PingDesk(() => Lives.Node).AddTo(verbs);
        new TunnelDesk(() => Lives.Node).AddTo(verbs);
        BundleSources sources = new()
        {
            Loop = loop,
            Verbs = verbs,
            Tables = tables,
            Taps = taps,
            Node = () => Lives.Node,
            ConfigurationPath = _configurationPath,
            Version = typeof(Appliance).Assembly.GetName().Version!.ToString(3),
        };
        new BundleDesk(sources).AddTo(verbs);
    }
}
