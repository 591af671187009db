namespace Pmip.Engine.Sessions;

/// <summary>Whether a connection has a key.</summary>
public enum KeyUse : byte
{
    /// <summary>None has it, and none had it lately.</summary>
    Free,

    /// <summary>One has it.</summary>
    Taken,

    /// <summary>One had it, and the quarantine is not over.</summary>
    Resting,
}
