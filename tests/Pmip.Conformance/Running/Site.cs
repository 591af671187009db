using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace Pmip.Conformance.Running;

/// <summary>What the tester knows of the node under test and of its own place.</summary>
public sealed record Site
{
    public required IPAddress Node { get; init; }

    /// <summary>The addresses from which we speak; a MAG under test knows the first as its LMA.</summary>
    public required IPAddress[] Tester { get; init; }

    public IPAddress? Node4 { get; init; }

    public IPAddress? Tester4 { get; init; }

    public bool IsThreeGpp { get; init; } = true;

    public string AccessPoint { get; init; } = "internet";

    /// <summary>Identifiers of subscribers that may register; a mark {0} becomes a number of the case.</summary>
    public string IdentifierPattern { get; init; } = "conformance{0}@example.com";

    public string UnknownIdentifier { get; init; } = "nobody@elsewhere.example";

    public string BarredIdentifier { get; init; } = "barred@example.com";

    public string Ipv4Identifier { get; init; } = "ipv4@example.com";

    public string Ipv6Identifier { get; init; } = "ipv6@example.com";

    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>MinDelayBeforeBCEDelete of the node.</summary>
    public TimeSpan DeleteDelay { get; init; } = TimeSpan.FromSeconds(10);

    public string Identifier(int number) => string.Format(CultureInfo.InvariantCulture, IdentifierPattern, number);

    /// <summary>The access point as the Service Selection option carries it: labels in 3GPP, text otherwise.</summary>
    public byte[] Service(string? accessPoint = null)
    {
        string text = accessPoint ?? AccessPoint;
        return IsThreeGpp
            ? [.. text.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.UTF8.GetBytes(label)])]
            : Encoding.UTF8.GetBytes(text);
    }
}
