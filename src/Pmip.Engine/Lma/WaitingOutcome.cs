namespace Pmip.Engine.Lma;

/// <summary>What is known of the node that a waiting update is about.</summary>
internal enum WaitingOutcome : byte
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>The old MAG said, by a de-registration or an acknowledgement, that the node has left it; or it was moved anyway.</summary>
    HasLeft,

    /// <summary>The old MAG said that the node is there.</summary>
    IsAttached,

    /// <summary>The old MAG did not say.</summary>
    Unanswered,
}
