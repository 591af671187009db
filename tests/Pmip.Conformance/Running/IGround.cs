namespace Pmip.Conformance.Running;

/// <summary>Where cases are run: makes the node under test ready for one.</summary>
public interface IGround
{
    /// <summary>The trial for a case; throws <see cref="Messages.CaseSkippedException"/> when this ground cannot give what the case needs.</summary>
    Trial Prepare(ConformanceCase conformanceCase);
}
