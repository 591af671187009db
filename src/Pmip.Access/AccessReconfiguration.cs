namespace Pmip.Access;

/// <summary>Whether a configuration can take the place of the one that the access links run with.</summary>
public enum AccessReconfiguration : byte
{
    /// <summary>It can, or it has.</summary>
    Ready,

    /// <summary>The size of the table of nodes differs, which holds for the machine's life.</summary>
    FixedForLife,

    /// <summary>Another configuration came into force since it was prepared: prepare it again.</summary>
    Superseded,
}
