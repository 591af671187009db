using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;

namespace Pmip.Appliance.Diagnosis.Bundle;

/// <summary>
/// Takes out of text what must not leave the machine: hashes of passwords, and what stands behind words like "psk" or "password", wherever
/// they turn up. On demand it also puts pseudonyms in the place of identifiers and link-layer addresses: the same for the same, in one
/// bundle only.
/// </summary>
/// <param name="secrets">Secret values of the configuration, which are taken out too.</param>
/// <param name="pseudonyms">Makes the pseudonyms; null for none.</param>
internal sealed class TextScrubber(IReadOnlyCollection<string> secrets, SipHash? pseudonyms)
{
    private const string Mask = "(redacted)";
    private static readonly string[] Words = ["password", "passwd", "passphrase", "secret", "psk", "presharedkey", "privatekey", "token"];

    /// <summary>The text without them.</summary>
    public string Scrub(string text)
    {
        foreach (string secret in secrets)
        {
            text = secret.Length > 0 ? text.Replace(secret, Mask, StringComparison.Ordinal) : text;
        }

        StringBuilder clean = new(text.Length);
        foreach (string line in text.Split('\n'))
        {
            clean.Append(ScrubLine(line)).Append('\n');
        }

        return clean.ToString(0, clean.Length - 1);
    }

    // Tokens are what has no blank, quote or bracket in it; what follows a word that names a secret is one, whatever stands between.
    private string ScrubLine(string line)
    {
        StringBuilder clean = new(line.Length);
        bool isSecretNext = false;
        int at = 0;
        while (at < line.Length)
        {
            int start = at;
            while (at < line.Length && !IsDelimiter(line[at]))
            {
                at++;
            }

            string token = line[start..at];
            if (token.Length > 0)
            {
                bool names = Names(token);
                bool isSecret = (isSecretNext && !names && !IsLiteral(token)) || IsHash(token);
                clean.Append(isSecret ? Mask : pseudonyms is SipHash hash ? Pseudonym(token, hash) : token);
                isSecretNext = names || (isSecretNext && IsLiteral(token));
            }

            if (at < line.Length)
            {
                isSecretNext &= line[at] is not (',' or ';' or '{' or '}');
                clean.Append(line[at++]);
            }
        }

        return clean.ToString();
    }

    private static bool IsDelimiter(char letter) => " \t\"',;={}()[]<>".Contains(letter, StringComparison.Ordinal);

    private static bool IsLiteral(string token) => token is "true" or "false" or "null" or ":" or "is" or "of" or "for" or Mask;

    private static bool Names(string token)
    {
        string plain = token.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).TrimEnd(':').ToLowerInvariant();
        return Array.Exists(Words, word => plain.EndsWith(word, StringComparison.Ordinal));
    }

    // What crypt(3) makes: $6$salt$hash and its kin.
    private static bool IsHash(string token)
    {
        int dollar = token.IndexOf('$', StringComparison.Ordinal);
        int second = dollar < 0 ? -1 : token.IndexOf('$', dollar + 1);
        return second > dollar + 1 && second - dollar <= 12 && token.IndexOf('$', second + 1) > second && token.Length - second > 12;
    }

    private static string Pseudonym(string token, SipHash hash)
    {
        string plain = token.TrimEnd('.', ':');
        string rest = token[plain.Length..];
        if (MacAddress.TryParse(plain, out MacAddress address))
        {
            return string.Create(CultureInfo.InvariantCulture, $"mac-{(uint)(hash.Hash(address.Value, 0) & uint.MaxValue):x8}{rest}");
        }

        int at = plain.IndexOf('@', StringComparison.Ordinal);
        return at <= 0 || at == plain.Length - 1
            ? token
            : string.Create(CultureInfo.InvariantCulture, $"node-{(uint)(hash.Hash(Encoding.UTF8.GetBytes(plain)) & uint.MaxValue):x8}{plain[at..]}{rest}");
    }
}
