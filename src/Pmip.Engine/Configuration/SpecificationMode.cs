namespace Pmip.Engine.Configuration;

/// <summary>Whose rules hold where the IETF and 3GPP differ.</summary>
public enum SpecificationMode : byte
{
    /// <summary>TS 29.275: GRE always with keys (R4), APN part of a binding's identity, APN as labels, one prefix.</summary>
    ThreeGpp,

    /// <summary>RFC 5213 and 5845: GRE keys negotiated, Service Selection as text and optional.</summary>
    Ietf,
}
