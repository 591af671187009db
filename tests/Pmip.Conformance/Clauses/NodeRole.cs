namespace Pmip.Conformance.Clauses;

/// <summary>Whom a clause binds.</summary>
public enum NodeRole
{
    /// <summary>The local mobility anchor.</summary>
    Lma,

    /// <summary>The mobile access gateway.</summary>
    Mag,

    /// <summary>Both.</summary>
    Both,

    /// <summary>Somebody else: a mobile node, a home agent of Mobile IPv6, those who build the network.</summary>
    Other,
}
