using System;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Host;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary><c>tunnel check</c>.</summary>
/// <param name="node">The running node, or null.</param>
internal sealed class TunnelDesk(Func<Node?> node)
{
    /// <summary>Lets the desk carry it out.</summary>
    public void AddTo(DeskVerbs verbs) => verbs.Add(VerbId.TunnelCheck, Check);

    private void Check(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (node() is not Node running)
        {
            answer.Fail(ILoopPort.NoNode, "no node runs");
            return;
        }

        TunnelCheck check = new(running, arguments.Text(0).ToArray(), arguments.Text(1).ToArray(), answer);
        check.Run();
        foreach (CheckStep step in check.Steps)
        {
            if (step.Outcome == CheckOutcome.Fail)
            {
                answer.Fail("hopFails", $"{step.Hop} fails: {step.Detail}");
                return;
            }
        }
    }
}
