namespace Pmip.Appliance.Control.Verbs;

/// <summary>Why a line is no request.</summary>
public enum VerbFault : byte
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Its first word begins no verb, or nothing stands on the line.</summary>
    UnknownVerb,

    /// <summary>A parameter that must be there is not.</summary>
    Missing,

    /// <summary>A word has no place.</summary>
    Unexpected,

    /// <summary>A word is not what its parameter takes.</summary>
    BadValue,

    /// <summary>A keyword stands there twice.</summary>
    Twice,

    /// <summary>A word is short for several.</summary>
    Ambiguous,
}
