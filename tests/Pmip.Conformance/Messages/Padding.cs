namespace Pmip.Conformance.Messages;

/// <summary>How the encoder fills the gaps between options.</summary>
public enum Padding
{
    /// <summary>PadN where an alignment asks for it, as RFC 6275 6.2 recommends.</summary>
    Aligned,

    /// <summary>Options one behind the other, whatever alignment they want; the end is filled up with Pad1.</summary>
    None,

    /// <summary>Before each option a run of Pad1 and a PadN that is longer than needed and not zero.</summary>
    Odd,
}
