namespace Pmip.Wire.Mobility;

/// <summary>B.R. Type, which tells the two messages of MH type 16 apart (RFC 5846 5). Undefined numbers pass through.</summary>
public enum BindingRevocationType : byte
{
    /// <summary>Binding Revocation Indication.</summary>
    Indication = 1,

    /// <summary>Binding Revocation Acknowledgement.</summary>
    Acknowledgement = 2,
}
