using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;

namespace Pmip.Conformance.Running;

/// <summary>Runs one case on a ground.</summary>
public static class CaseRunner
{
    public static Verdict Run(ConformanceCase conformanceCase, IGround ground)
    {
        try
        {
            Trial trial = ground.Prepare(conformanceCase);
            using INodeUnderTest node = trial.Node;
            conformanceCase.Invoke(trial);
            return new Verdict(Outcome.Pass);
        }
        catch (CaseSkippedException skipped)
        {
            return new Verdict(Outcome.Skip, skipped.Message);
        }
        catch (CaseFailedException failed)
        {
            return new Verdict(Outcome.Fail, failed.Message);
        }
    }
}
