namespace Pmip.Conformance.Clauses;

/// <summary>How a clause is answered for.</summary>
public enum ClauseAnswer
{
    /// <summary>By the cases that name it.</summary>
    Case,

    /// <summary>By the cases of another clause that says the same.</summary>
    As,

    /// <summary>By a test elsewhere in the repository, since it shows on no signalling interface.</summary>
    Test,

    /// <summary>Not at all, for a reason that has a name.</summary>
    No,
}

/// <summary>One normative statement.</summary>
/// <param name="Document">The RFC, or the list of our own.</param>
/// <param name="Id">Document, section, number within the section.</param>
/// <param name="Role">Whom it binds.</param>
/// <param name="Level">MUST, SHOULD or MAY; prohibitions included.</param>
/// <param name="Answer">How it is answered for.</param>
/// <param name="Target">The other clause, the test, or the name of the reason.</param>
/// <param name="Rule">What it asks, in our words.</param>
public sealed record Clause(string Document, string Id, NodeRole Role, string Level, ClauseAnswer Answer, string Target, string Rule);
