namespace Pmip.Access;

/// <summary>Whether a configuration can take the place of the one that the access links run with.</summary>
public enum AccessReconfiguration : byte
{
    /// <summary>It can, or it has.</summary>
    Ready,

    /// <summary>The size of the table of nodes differs, or there are more links than places, which holds for the machine's life.</summary>
    FixedForLife,

    /// <summary>The number of a link was given to another one, and nodes are left on it: try again when they have gone.</summary>
    LinkNotEmpty,

    /// <summary>Another configuration came into force since it was prepared: prepare it again.</summary>
    Superseded,
}
