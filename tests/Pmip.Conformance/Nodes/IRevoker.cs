namespace Pmip.Conformance.Nodes;

/// <summary>The operator of the node under test, who can have bindings revoked.</summary>
public interface IRevoker
{
    /// <summary>Revokes the only binding of a node for administrative reasons, or its IPv4 home address alone.</summary>
    void RevokeBinding(string identifier, bool ipv4Only);

    /// <summary>Revokes every binding with the peer whose place in the configuration this is.</summary>
    void RevokePeer(int peer);

    /// <summary>Revokes every binding with the peer that belongs to a realm.</summary>
    void RevokeRealm(int peer, string realm);
}
