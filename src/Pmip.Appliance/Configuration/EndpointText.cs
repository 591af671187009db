using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>An address and a port as one text: <c>127.0.0.1:9464</c>, or with an IPv6 address in brackets, <c>[::1]:9464</c>.</summary>
internal static class EndpointText
{
    public static bool TryParse(string text, out IpAddress address, out ushort port)
    {
        address = IpAddress.Unspecified;
        port = 0;
        int colon = text.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port == 0)
        {
            return false;
        }

        bool isBracketed = text[0] == '[' && text[colon - 1] == ']';
        string host = isBracketed ? text[1..(colon - 1)] : text[..colon];
        return IpAddress.TryParse(host, out address) && isBracketed == host.Contains(':', StringComparison.Ordinal)
            && !address.IsUnspecified && !address.IsMulticast && !address.IsLinkLocal;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out MetricsConfiguration? metrics)
    {
        metrics = TryParse(text, out IpAddress address, out ushort port) ? new MetricsConfiguration(address, port) : null;
        return metrics is not null;
    }
}
