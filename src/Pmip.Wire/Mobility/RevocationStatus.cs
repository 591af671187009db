namespace Pmip.Wire.Mobility;

/// <summary>
/// What became of a revocation (RFC 5846 5.2, registry complete): below 128 done, from 128 on refused. Undefined numbers pass
/// through.
/// </summary>
public enum RevocationStatus : byte
{
    /// <summary>Success.</summary>
    Success = 0,

    /// <summary>Partial success; the options list the bindings that are left.</summary>
    PartialSuccess = 1,

    /// <summary>Binding does not exist.</summary>
    BindingDoesNotExist = 128,

    /// <summary>IPv4 home address option required.</summary>
    Ipv4HomeAddressOptionRequired = 129,

    /// <summary>Global revocation not authorized.</summary>
    GlobalRevocationNotAuthorized = 130,

    /// <summary>Revoked mobile nodes' identity required.</summary>
    RevokedNodesIdentityRequired = 131,

    /// <summary>Revocation failed, the mobile node is attached.</summary>
    MobileNodeAttached = 132,

    /// <summary>Revocation trigger not supported.</summary>
    TriggerNotSupported = 133,

    /// <summary>Revocation function not supported.</summary>
    FunctionNotSupported = 134,

    /// <summary>Proxy binding revocation not supported.</summary>
    ProxyRevocationNotSupported = 135,
}
