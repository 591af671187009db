using System;
using System.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>What a text must look like to be a value of its kind.</summary>
internal static class ConfigurationValue
{
    private const int InterfaceNameLengthMax = 15;

    // TS 23.003 9.1: an APN as labels has at most 100 octets, the first of which has no dot before it.
    private const int AccessPointNameLengthMax = 99;

    public static bool IsRight(ConfigurationKey key, string text) => key.Kind switch
    {
        ConfigurationKind.Text => IsPrintable(text, allowBlank: true) && IsLength(key, text),
        ConfigurationKind.Identifier => IsPrintable(text, allowBlank: false) && IsLength(key, text),
        ConfigurationKind.AccessPointName => IsAccessPointName(text),
        ConfigurationKind.InterfaceName => IsInterfaceName(text),
        ConfigurationKind.AbsolutePath => text.StartsWith('/') && IsPrintable(text, allowBlank: true) && IsLength(key, text),
        ConfigurationKind.Ipv6Address => IsNode(text, out IpAddress address) && !address.IsIPv4 && !address.IsLinkLocal,
        ConfigurationKind.Ipv4Address => IsNode(text, out IpAddress address) && address.IsIPv4 && !text.Contains(':', StringComparison.Ordinal),
        ConfigurationKind.Address => IsNode(text, out IpAddress address) && !(address.IsIPv4 && text.Contains(':', StringComparison.Ordinal)),
        ConfigurationKind.Ipv6Prefix => IsPrefix(key, text, out IpPrefix prefix) && !prefix.Address.IsIPv4,
        ConfigurationKind.Ipv4Prefix => IsPrefix(key, text, out IpPrefix prefix) && prefix.Address.IsIPv4 && !text.Contains(':', StringComparison.Ordinal),
        ConfigurationKind.Prefix => IsPrefix(key, text, out _),
        ConfigurationKind.MacAddress => MacAddress.TryParse(text, out MacAddress mac) && !mac.IsZero && !mac.IsMulticast,
        ConfigurationKind.GreKey => GreKey.TryParse(text, out _),
        ConfigurationKind.Endpoint => EndpointText.TryParse(text, out _, out _),
        _ => true,
    };

    private static bool IsLength(ConfigurationKey key, string text) =>
        Encoding.UTF8.GetByteCount(text) is int length && length >= key.Minimum && length <= key.Maximum;

    private static bool IsPrintable(string text, bool allowBlank)
    {
        foreach (char character in text)
        {
            if (char.IsControl(character) || (char.IsWhiteSpace(character) && !(allowBlank && character == ' ')))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInterfaceName(string text) =>
        text.Length is >= 1 and <= InterfaceNameLengthMax && text is not ("." or "..") && !text.AsSpan().ContainsAny('/', ':')
        && IsPrintable(text, allowBlank: false) && Encoding.UTF8.GetByteCount(text) <= InterfaceNameLengthMax;

    private static bool IsAccessPointName(string text)
    {
        if (text.Length is 0 or > AccessPointNameLengthMax)
        {
            return false;
        }

        foreach (Range range in text.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> label = text.AsSpan()[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (char character in label)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsNode(string text, out IpAddress address) =>
        IpAddress.TryParse(text, out address) && !address.IsUnspecified && !address.IsMulticast && !(address.IsIPv4 && address.IPv4 == uint.MaxValue);

    private static bool IsPrefix(ConfigurationKey key, string text, out IpPrefix prefix) =>
        IpPrefix.TryParse(text, out prefix) && prefix.Masked == prefix && !prefix.Address.IsMulticast && prefix.Length >= key.Minimum
            && prefix.Length <= key.Maximum;
}
