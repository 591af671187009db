namespace Pmip.Conformance.Running;

/// <summary>How a case ended.</summary>
public enum Outcome
{
    /// <summary>Every claim held.</summary>
    Pass,

    /// <summary>A claim did not hold.</summary>
    Fail,

    /// <summary>It could not be run against this node.</summary>
    Skip,
}

/// <summary>How a case ended, and why.</summary>
public sealed record Verdict(Outcome Outcome, string Reason = "");
