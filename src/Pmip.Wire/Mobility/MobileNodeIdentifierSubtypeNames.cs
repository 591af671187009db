using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="MobileNodeIdentifierSubtype"/>.</summary>
public static class MobileNodeIdentifierSubtypeNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(MobileNodeIdentifierSubtype subtype) => subtype switch
    {
        MobileNodeIdentifierSubtype.NetworkAccessIdentifier => "NAI"u8,
        MobileNodeIdentifierSubtype.Ipv6Address => "IPv6 address"u8,
        MobileNodeIdentifierSubtype.Imsi => "IMSI"u8,
        MobileNodeIdentifierSubtype.PTmsi => "P-TMSI"u8,
        MobileNodeIdentifierSubtype.Eui48 => "EUI-48"u8,
        MobileNodeIdentifierSubtype.Eui64 => "EUI-64"u8,
        MobileNodeIdentifierSubtype.Guti => "GUTI"u8,
        MobileNodeIdentifierSubtype.Duid => "DUID"u8,
        _ => default,
    };
}
