using System.Collections.Generic;
using Pmip.Appliance.Configuration.Editing;

namespace Pmip.Appliance.Store;

/// <summary>What came of an operator's wish.</summary>
/// <param name="Code">Why it was refused, for programs; empty when it was done.</param>
/// <param name="Message">Why it was refused, for people; empty when it was done.</param>
/// <param name="Lines">What a person is told besides.</param>
internal sealed record StoreResult(string Code, string Message, IReadOnlyList<string> Lines)
{
    /// <summary>True when it was done.</summary>
    public bool IsDone => Code.Length == 0;

    /// <summary>The step of a path that is wrong, for a caret; none when that is not what is wrong.</summary>
    public EditRefusal? Refusal { get; init; }

    /// <summary>It was done.</summary>
    public static StoreResult Done(params IReadOnlyList<string> lines) => new("", "", lines);

    /// <summary>It was refused, and nothing has changed.</summary>
    public static StoreResult Refused(string code, string message, params IReadOnlyList<string> lines) => new(code, message, lines);
}

/// <summary>Who wishes it.</summary>
/// <param name="Operator">Name of the operator.</param>
/// <param name="Session">The session, unique since the start.</param>
internal readonly record struct StoreUser(string Operator, string Session);
