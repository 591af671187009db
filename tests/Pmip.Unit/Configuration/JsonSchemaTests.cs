using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Configuration.Editing;
using Pmip.Unit.Architecture;
using Xunit;

namespace Pmip.Unit.Configuration;

/// <summary>The schema that is printed against the check that counts.</summary>
public sealed class JsonSchemaTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonObject Schema = JsonNode.Parse(JsonSchemaText.Write())!.AsObject();

    private static readonly object?[] OtherValues =
        [null, true, 0, -1, 7, 65_536, 1_000_000_000_000, "", "x", "2001:db8::1", "192.0.2.1", "10.0.0.0/8", "::/0", "lma", "a b", "\u0001", "any"];

    [Fact]
    public void Schema_Printed_DescribesEveryKey()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Schema["$schema"]!.GetValue<string>());
        string text = Encoding.UTF8.GetString(JsonSchemaText.Write());
        Assert.All(ConfigurationSchema.Keys.Where(key => key.Name.Length > 0), key => Assert.Contains($"\"{key.Name}\": {{", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Samples_Right_AreRightBySchemaToo() => Assert.All(Samples(), sample => Assert.True(Accepts(sample)));

    // A thousand edits of right files: both agree on the shape, and every refusal says where.
    [Fact]
    public void Edits_Random_CheckAndSchemaAgree()
    {
        Random random = new(4);
        string[] samples = [.. Samples()];
        int refused = 0;
        for (int i = 0; i < 1000; i++)
        {
            JsonNode root = JsonNode.Parse(samples[i % samples.Length], documentOptions: Lenient)!;
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                Edit(root.AsObject(), random);
            }

            string text = root.ToJsonString();
            (bool isRight, List<string> wrongPaths) = Shape(text);
            refused += isRight ? 0 : 1;
            if (isRight)
            {
                Assert.True(Accepts(text), text);
            }
            else if (Accepts(text))
            {
                // What only this program knows of an address or a name, the schema leaves to it.
                Assert.All(
                    wrongPaths, path => Assert.True(ConfigurationSchema.Find(SecretMask.Generic(path))!.Kind >= ConfigurationKind.Text, $"{path}: {text}"));
            }

            List<ConfigurationError> errors = [];
            ConfigurationFile.TryParse("f", Encoding.UTF8.GetBytes(text), out _, errors);
            Assert.All(errors, error => Assert.True(error.Line >= 1 && error.Column >= 1 && error.Message.Length > 0, error.ToString()));
        }

        Assert.True(refused > 300, "too few edits were wrong");
    }

    // Octets that fall out, come in or change: nothing throws, and what is refused says where.
    [Fact]
    public void Octets_RandomlyChanged_AreRefusedWithAPlaceOrTaken()
    {
        Random random = new(5);
        string[] samples = [.. Samples()];
        for (int i = 0; i < 2000; i++)
        {
            List<byte> text = [.. Encoding.UTF8.GetBytes(samples[i % samples.Length])];
            for (int edits = random.Next(1, 5); edits > 0; edits--)
            {
                int at = random.Next(text.Count);
                switch (random.Next(3))
                {
                    case 0:
                        text.RemoveRange(at, Math.Min(random.Next(1, 9), text.Count - at));
                        break;
                    case 1:
                        text.Insert(at, (byte)random.Next(256));
                        break;
                    default:
                        text[at] ^= (byte)(1 << random.Next(8));
                        break;
                }
            }

            List<ConfigurationError> errors = [];
            bool isRight = ConfigurationFile.TryParse("f", [.. text], out _, errors);
            Assert.Equal(isRight, errors.Count == 0);
            Assert.All(errors, error => Assert.True(error.Line >= 1 && error.Message.Length > 0));
        }
    }

    [Fact]
    public void Megabyte_Checked_IsTakenOrToldWhereItIsWrong()
    {
        StringBuilder subscribers = new();
        for (int i = 0; subscribers.Length < (1 << 20) - 2000; i++)
        {
            subscribers.Append(i == 0 ? "" : ",\n").Append($"{{ \"identifier\": \"node{i}@example.com\", \"accessPoint\": \"internet\" }}");
        }

        string text = ConfigurationSamples.Lma.Replace("\"subscribers\": [", "\"subscribers\": [ " + subscribers + ", ", StringComparison.Ordinal);
        Assert.Empty(ConfigurationSamples.ErrorsOf(text));

        int last = text.LastIndexOf("\"accessPoint\": \"internet\" },", StringComparison.Ordinal);
        string wrong = string.Concat(text.AsSpan(0, last), "\"accessPoint\": 5 },", text.AsSpan(last + "\"accessPoint\": \"internet\" },".Length));
        string error = Assert.Single(ConfigurationSamples.ErrorsOf(wrong));
        Assert.Matches(@"^f\.json:\d{4,}:\d+: lma\.subscribers\[\d+\]\.accessPoint: ", error);
    }

    private static IEnumerable<string> Samples()
    {
        yield return ConfigurationSamples.Lma;
        yield return ConfigurationSamples.Mag;
        foreach (string block in File.ReadAllText(Path.Combine(SourceTree.Root, "README.md")).Split("```json\n").Skip(1))
        {
            yield return block[..block.IndexOf("```", StringComparison.Ordinal)];
        }
    }

    private static bool Accepts(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text, Lenient);
        return SmallSchema.Accepts(Schema, document.RootElement);
    }

    private static (bool IsRight, List<string> WrongPaths) Shape(string text)
    {
        SourceText source = new(Encoding.UTF8.GetBytes(text));
        ConfigurationErrors errors = new("f", source);
        ConfigurationShape.Check(ConfigurationDocument.Read(source, errors)!, ConfigurationSchema.Find("")!, errors);
        List<ConfigurationError> found = [];
        errors.CopyTo(found);
        return (found.Count == 0, found.ConvertAll(error => error.Path));
    }

    private static void Edit(JsonObject root, Random random)
    {
        JsonNode place = root;
        while (true)
        {
            List<JsonNode> inner = place switch
            {
                JsonObject section => [.. section.Select(member => member.Value).Where(value => value is JsonObject or JsonArray).Select(value => value!)],
                JsonArray list => [.. list.Where(value => value is JsonObject or JsonArray).Select(value => value!)],
                _ => [],
            };
            if (inner.Count == 0 || random.Next(3) == 0)
            {
                break;
            }

            place = inner[random.Next(inner.Count)];
        }

        JsonNode? other = OtherValues[random.Next(OtherValues.Length)] switch
        {
            null => null,
            bool flag => JsonValue.Create(flag),
            int number => JsonValue.Create(number),
            long number => JsonValue.Create(number),
            object text => JsonValue.Create((string)text),
        };
        if (place is JsonObject into)
        {
            string[] names = [.. into.Select(member => member.Key)];
            string name = names.Length == 0 ? "new" : names[random.Next(names.Length)];
            switch (random.Next(4))
            {
                case 0:
                    into.Remove(name);
                    break;
                case 1:
                    into["name" + random.Next(3)] = other;
                    break;
                default:
                    into[name] = random.Next(6) == 0 ? new JsonArray(other) : other;
                    break;
            }
        }
        else if (place is JsonArray list)
        {
            if (list.Count > 0 && random.Next(2) == 0)
            {
                list.RemoveAt(random.Next(list.Count));
            }
            else
            {
                list.Add(other);
            }
        }
    }
}
