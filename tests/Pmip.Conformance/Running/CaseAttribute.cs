using System;

namespace Pmip.Conformance.Running;

/// <summary>An executable case and the clauses that it proves. Its parameter says which role the node under test has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaseAttribute(params string[] clauses) : Attribute
{
    public string[] Clauses { get; } = clauses;

    public Needs Needs { get; init; }
}
