using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="RevocationStatus"/>.</summary>
public static class RevocationStatusNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(RevocationStatus status) => status switch
    {
        RevocationStatus.Success => "success"u8,
        RevocationStatus.PartialSuccess => "partial success"u8,
        RevocationStatus.BindingDoesNotExist => "binding does not exist"u8,
        RevocationStatus.Ipv4HomeAddressOptionRequired => "IPv4 home address option required"u8,
        RevocationStatus.GlobalRevocationNotAuthorized => "global revocation not authorized"u8,
        RevocationStatus.RevokedNodesIdentityRequired => "revoked mobile nodes identity required"u8,
        RevocationStatus.MobileNodeAttached => "revocation failed, MN is attached"u8,
        RevocationStatus.TriggerNotSupported => "revocation trigger not supported"u8,
        RevocationStatus.FunctionNotSupported => "revocation function not supported"u8,
        RevocationStatus.ProxyRevocationNotSupported => "proxy binding revocation not supported"u8,
        _ => default,
    };
}
