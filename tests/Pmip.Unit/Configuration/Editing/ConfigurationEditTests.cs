using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Configuration.Editing;
using Xunit;

namespace Pmip.Unit.Configuration.Editing;

/// <summary>Edits of single keys: what was asked for changes, and every other octet stays.</summary>
public sealed class ConfigurationEditTests
{
    private const string Before = """
        {
          // Of the east site.
          "name": "lma1", "role": "lma",
          "transport": { "ipv6": "2001:db8:f::1", "interfaces": ["wan0"] },   /* the ring */
          "lma": {
            "peers": [
              { "name": "mag1", "ipv6": "2001:db8:f::11" }, // hall
              { "name": "mag2", "ipv6": "2001:db8:f::12" }
            ],
            "accessPoints": [ { "name": "ims.example", "ipv6Pool": "2001:db8:200::/48" }, ]
          }
        }
        """;

    [Theory]
    [InlineData("name", "lma2", "\"name\": \"lma2\", \"role\"")]
    [InlineData("name", "\"lma \\u0041\"", "\"name\": \"lma \\u0041\"")]
    [InlineData("timers.lifetimeSeconds", "600", "  },\n  \"timers\": { \"lifetimeSeconds\": 600 }\n}")]
    [InlineData("lma.peers[mag1].ipv6", "2001:db8:f::99", "\"ipv6\": \"2001:db8:f::99\" }, // hall")]
    [InlineData("lma.peers[1].ipv4", "192.0.2.9", "\"ipv6\": \"2001:db8:f::12\", \"ipv4\": \"192.0.2.9\" }")]
    [InlineData("lma.peers[mag3].ipv6", "2001:db8:f::13", "::12\" },\n      { \"name\": \"mag3\", \"ipv6\": \"2001:db8:f::13\" }\n    ]")]
    [InlineData("lma.peers[+]", "{ \"name\": \"mag4\", \"ipv6\": \"2001:db8:f::14\" }", "::12\" },\n      { \"name\": \"mag4\"")]
    [InlineData("lma.accessPoints[ims.example].dns[+]", "2001:db8::53", "::/48\", \"dns\": [ \"2001:db8::53\" ] }, ]")]
    [InlineData("lma.accessPoints[internet].ipv6Pool", "2001:db8:300::/48", "::/48\" }, { \"name\": \"internet\", \"ipv6Pool\": \"2001:db8:300::/48\" }, ]")]
    [InlineData("lma.requireTimestamp", "true", "\"2001:db8:200::/48\" }, ],\n    \"requireTimestamp\": true")]
    public void Key_Set_IsThereAndNothingElseMoved(string path, string value, string expected)
    {
        string after = Encoding.UTF8.GetString(ConfigurationEdit.Set(Encoding.UTF8.GetBytes(Before), path, value));

        Assert.Contains(expected, after, StringComparison.Ordinal);
        Assert.Empty(ConfigurationSamples.ErrorsOf(after));
        Assert.Contains("// Of the east site.", after, StringComparison.Ordinal);
        Assert.Contains("/* the ring */", after, StringComparison.Ordinal);
        Assert.Contains("// hall", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lma.peers[mag2]", "{ \"name\": \"mag1\", \"ipv6\": \"2001:db8:f::11\" } // hall\n    ],")]
    [InlineData("lma.peers[mag1]", "\"peers\": [\n      // hall\n      { \"name\": \"mag2\"")]
    [InlineData("lma.accessPoints[0]", "\"accessPoints\": [ ]")]
    [InlineData("lma.peers", "\"lma\": {\n    \"accessPoints\"")]
    [InlineData("lma", "/* the ring */\n}")]
    public void Key_Deleted_IsGoneWithItsComma(string path, string expected)
    {
        string after = Encoding.UTF8.GetString(ConfigurationEdit.Delete(Encoding.UTF8.GetBytes(Before), path));

        Assert.Contains(expected, after, StringComparison.Ordinal);
        SourceText source = new(Encoding.UTF8.GetBytes(after));
        Assert.NotNull(ConfigurationDocument.Read(source, new ConfigurationErrors("", source)));
    }

    [Theory]
    [InlineData("lma.pears[0]", "1", "did you mean \"peers\"", 4, 5)]
    [InlineData("lma.peers.name", "x", "is a list", 10, 4)]
    [InlineData("lma.peers[7].name", "x", "has 2 elements", 9, 3)]
    [InlineData("transport.mtu", "90", "out of range", 0, 0)]
    [InlineData("transport.mtu", "many", "whole number from 1280", 0, 0)]
    [InlineData("lma.peers[mag1].ipv6", "10.0.0.1", "IPv6 address", 0, 0)]
    [InlineData("lma.peers[mag1", "x", "not closed", 9, 5)]
    [InlineData("lma..peers", "x", "a key is missing", 4, 1)]
    [InlineData("lma.peers[+]", "{ \"ipv6\": \"2001:db8::1\" }", "\"name\" is missing", 0, 0)]
    public void Key_SetWrong_IsRefusedWithThePlace(string path, string value, string message, int start, int length)
    {
        EditRefusal refusal = Assert.Throws<EditRefusal>(() => ConfigurationEdit.Set(Encoding.UTF8.GetBytes(Before), path, value));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((start, length), (refusal.Start, refusal.Length));
    }

    [Fact]
    public void RequiredKey_Deleted_IsRefused() =>
        Assert.Contains(
            "must be there",
            Assert.Throws<EditRefusal>(() => ConfigurationEdit.Delete(Encoding.UTF8.GetBytes(Before), "transport.interfaces")).Message,
            StringComparison.Ordinal);

    // Whatever is deleted of a right file, it stays JSON; whatever is set again is there.
    [Fact]
    public void Keys_DeletedInAnyOrder_LeaveJson()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            byte[] text = Encoding.UTF8.GetBytes(seed % 2 == 0 ? Before : ConfigurationSamples.Mag);
            for (int i = 0; i < 12; i++)
            {
                ConfigurationNode root = ConfigurationEdit.Root(ref text);
                List<(ConfigurationNode Parent, ConfigurationNode Child)> all = [];
                Collect(root, all);
                if (all.Count == 0)
                {
                    break;
                }

                (ConfigurationNode parent, ConfigurationNode child) = all[random.Next(all.Count)];
                int comments = Comments(text) - Comments(text.AsSpan(child.KeyOffset, child.End - child.KeyOffset));
                text = TextEdit.Remove(text, parent, child);
                ConfigurationNode after = ConfigurationEdit.Root(ref text);
                Assert.Equal(comments, Comments(text));
                List<(ConfigurationNode Parent, ConfigurationNode Child)> left = [];
                Collect(after, left);
                Assert.True(left.Count < all.Count);
            }
        }
    }

    [Fact]
    public void Secrets_Hidden_AreNowhereAndComeBack()
    {
        const string hash = "$6$abcdefgh$0123456789012345678901234567890123456789";
        string text = Before.Replace("\"role\"", $"\"operators\": [ {{ \"name\": \"alice\", \"password\": \"{hash}\" }} ], \"role\"",
            StringComparison.Ordinal);
        byte[] hidden = SecretMask.Hide(Encoding.UTF8.GetBytes(text));

        Assert.DoesNotContain(hash, Encoding.UTF8.GetString(hidden), StringComparison.Ordinal);
        Assert.Equal(text, Encoding.UTF8.GetString(SecretMask.Restore(hidden, Encoding.UTF8.GetBytes(text))));
        ConfigurationDifference difference = Assert.Single(ConfigurationDifference.Between(
            Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(text.Replace("abcdefgh", "hgfedcba", StringComparison.Ordinal))));
        Assert.Equal(("operators[alice].password", "\"********\"", "\"********\""), (difference.Path, difference.Before, difference.After));
    }

    [Fact]
    public void Difference_OfTwoTexts_IsByNameAndByLine()
    {
        string after = Before.Replace("::12", "::13", StringComparison.Ordinal).Replace("lma1", "lma9", StringComparison.Ordinal);

        Assert.Equal(["name", "lma.peers[mag2].ipv6"],
            ConfigurationDifference.Between(Encoding.UTF8.GetBytes(Before), Encoding.UTF8.GetBytes(after)).Select(one => one.Path));
        IReadOnlyList<string> lines = LineDifference.Between(Before, after);
        Assert.Equal(2, lines.Count(line => line.StartsWith('-')));
        Assert.Equal(2, lines.Count(line => line.StartsWith('+')));
        Assert.Contains("+      { \"name\": \"mag2\", \"ipv6\": \"2001:db8:f::13\" }", lines);
        Assert.Empty(LineDifference.Between(Before, Before));
    }

    // Taking away what is only in the first and adding what is only in the second makes the second.
    [Fact]
    public void LineDifference_OfAnyTwoTexts_MakesOneOfTheOther()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            string[] left = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(4).ToString(CultureInfo.InvariantCulture))];
            string[] right = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(4).ToString(CultureInfo.InvariantCulture))];
            IReadOnlyList<string> lines = LineDifference.Between(string.Join('\n', left), string.Join('\n', right));
            if (lines.Count > 0 && !lines.Contains("..."))
            {
                string kept = string.Concat(lines.Where(line => line[0] != '+').Select(line => line[1..]));
                Assert.Contains(kept, string.Concat(left), StringComparison.Ordinal);
                Assert.Equal(lines.Count(line => line[0] == '+') - lines.Count(line => line[0] == '-'), right.Length - left.Length);
            }
            else if (lines.Count == 0)
            {
                Assert.Equal(left, right);
            }
        }
    }

    private static int Comments(ReadOnlySpan<byte> text) => text.Count("//"u8) + text.Count("/*"u8);

    private static void Collect(ConfigurationNode node, List<(ConfigurationNode Parent, ConfigurationNode Child)> all)
    {
        foreach (ConfigurationNode child in node.Children)
        {
            all.Add((node, child));
            Collect(child, all);
        }
    }
}
