using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text;
using Pmip.Appliance.Diagnosis.Bundle;
using Pmip.Foundation.Randomness;
using Xunit;

namespace Pmip.Unit.Diagnosis;

public class BundleTests
{
    private const string PasswordHash = "$6$rounds1$0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    [Theory]
    [InlineData("password hash " + PasswordHash)]
    [InlineData("\"password\": \"hunter2\"")]
    [InlineData("psk=hunter2")]
    [InlineData("ikePsk = \"hunter2\"")]
    [InlineData("shared-secret: hunter2")]
    [InlineData("{\"preSharedKey\":\"hunter2\"}")]
    [InlineData("root:$y$j9T$0123456789abcdefghijkl$0123456789abcdefghijklmnopq:1")]
    public void Text_Scrubbed_WithASecret_SecretIsGone(string text)
    {
        string clean = new TextScrubber([], null).Scrub(text);

        Assert.DoesNotContain("hunter2", clean, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", clean, StringComparison.Ordinal);
        Assert.Contains("(redacted)", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_Scrubbed_WithoutASecret_Unchanged()
    {
        const string text = "{\"identifier\":\"mn1@example.com\",\"uplinkKey\":\"0x0a0b0c0d\",\"value\":7}\n$1 and $2 are no hashes\n";

        Assert.Equal(text, new TextScrubber([], null).Scrub(text));
    }

    [Fact]
    public void Text_Scrubbed_ForAnonymity_SameNodeHasSamePseudonym()
    {
        string clean = new TextScrubber([], new SipHash(1, 2)).Scrub("mn1@example.com at 02:00:00:00:00:01, mn2@example.com\n\"mn1@example.com\"");

        Assert.DoesNotContain("mn1", clean, StringComparison.Ordinal);
        Assert.DoesNotContain("02:00:00:00:00:01", clean, StringComparison.Ordinal);
        string[] words = clean.Split([' ', ',', '"', '\n'], StringSplitOptions.RemoveEmptyEntries);
        string[] names = [.. words.Where(word => word.Contains('@', StringComparison.Ordinal))];
        Assert.Equal(3, names.Length);
        Assert.Equal(names[0], names[2]);
        Assert.NotEqual(names[0], names[1]);
    }

    [Fact]
    public void Secrets_OfTheConfiguration_FoundByTheSchema()
    {
        Assert.True(ConfigurationSecrets.TryFind("{\"name\":\"mag1\"}", out List<string> none));
        Assert.Empty(none);
        Assert.False(ConfigurationSecrets.TryFind("{", out _));
    }

    [Fact]
    public void Archive_Made_ReadByAnotherReader_ManifestFirstAndBounded()
    {
        BundleContent content = new(new TextScrubber(["hunter2"], null), 64 * 1024);
        content.AddText("a.txt", "small", "hunter2 is secret");
        content.AddText("show/b.jsonl", "large", new string('x', 200_000));
        content.AddText("c.txt", "nothing left", "c");
        content.AddOctets("d.bin", "too large", new byte[200_000]);

        byte[] archive = content.ToArchive("test", DateTime.UnixEpoch.AddDays(20_000));

        Assert.InRange(archive.Length, 1024, 64 * 1024);
        Dictionary<string, string> files = [];
        using TarReader reader = new(new MemoryStream(archive));
        while (reader.GetNextEntry() is TarEntry entry)
        {
            using MemoryStream copy = new();
            entry.DataStream?.CopyTo(copy);
            files.Add(entry.Name, Encoding.UTF8.GetString(copy.ToArray()));
        }

        Assert.Equal("manifest.txt", files.Keys.First());
        Assert.Equal("(redacted) is secret", files["a.txt"]);
        Assert.EndsWith("... cut: it did not fit\n", files["show/b.jsonl"], StringComparison.Ordinal);
        Assert.Contains("not there: d.bin", files["manifest.txt"], StringComparison.Ordinal);
    }
}
