using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Desk;

/// <summary>Who asks, and what came with the line.</summary>
internal sealed class DeskRequest
{
    /// <summary>Name of the operator; of the process's user where nobody had to log in.</summary>
    public required string Operator { get; init; }

    /// <summary>What the operator is allowed.</summary>
    public required OperatorAccess Access { get; init; }

    /// <summary>Name of the session, unique since the start: <c>serial</c>, <c>socket-3</c>.</summary>
    public required string Session { get; init; }

    /// <summary>Text that came beside the line, such as a whole configuration; empty for none.</summary>
    public string Body { get; init; } = "";
}

/// <summary>Carries out a verb on a thread of the desk. It may wait and allocate; it looks at <see cref="IAnswer.IsAbandoned"/> while it does.</summary>
/// <param name="arguments">The words, already checked.</param>
/// <param name="request">Who asks.</param>
/// <param name="answer">Takes the answer.</param>
internal delegate void DeskVerb(in VerbArguments arguments, DeskRequest request, IAnswer answer);
