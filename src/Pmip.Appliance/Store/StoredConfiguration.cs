using System;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pmip.Appliance.Store;

/// <summary>The exact text of a configuration, and what is known of how it came to be. Never changed once made.</summary>
internal sealed record StoredConfiguration
{
    /// <summary>Most characters of a comment.</summary>
    public const int CommentLengthMax = 256;

    /// <summary>Most characters of the name of an operator.</summary>
    public const int OperatorLengthMax = 64;

    /// <summary>Most octets that <see cref="WriteDescription"/> gives: every character may take six as an escape.</summary>
    public const int DescriptionLengthMax = 4096;

    /// <summary>Number of the commit: one more than that of the last, whatever the clock says. Orders all others.</summary>
    public required ulong Generation { get; init; }

    /// <summary>Seconds since 1970 by the clock of that moment, for people only.</summary>
    public long Time { get; init; }

    /// <summary>Who committed it.</summary>
    public string Operator { get; init; } = "";

    /// <summary>What the operator said of it.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Version of the schema that the text follows.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>True when it holds only with a mark of confirmation beside it: until then a start goes back to the one before.</summary>
    public bool IsOnTrial { get; init; }

    /// <summary>Minutes for which it was to run unless confirmed; zero for a commit without that.</summary>
    public int TrialMinutes { get; init; }

    /// <summary>What the person's file held when this was committed.</summary>
    public TextHash FileSeen { get; init; }

    /// <summary>The text that was taken back in favour of this one; it is not taken in again by itself.</summary>
    public TextHash Reverted { get; init; }

    /// <summary>The text, octet by octet as it was committed.</summary>
    public required byte[] Text { get; init; }

    /// <summary>Hash of the text.</summary>
    public TextHash Hash => TextHash.Of(Text);

    /// <summary>The time for a person; it says so when the clock cannot have been set.</summary>
    public string TimeText => Time < 1_704_067_200
        ? "clock not set"
        : DateTimeOffset.FromUnixTimeSeconds(Math.Min(Time, 253_402_300_799)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>All but the generation and the text, as JSON.</summary>
    public byte[] WriteDescription()
    {
        using System.IO.MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("time"u8, Time);
            json.WriteString("operator"u8, Clipped(Operator, OperatorLengthMax));
            json.WriteString("comment"u8, Clipped(Comment, CommentLengthMax));
            json.WriteNumber("schema"u8, SchemaVersion);
            json.WriteBoolean("onTrial"u8, IsOnTrial);
            json.WriteNumber("trialMinutes"u8, TrialMinutes);
            json.WriteString("fileSeen"u8, FileSeen.ToString());
            json.WriteString("reverted"u8, Reverted.ToString());
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Puts together what was kept apart; null when the description is none of ours.</summary>
    public static StoredConfiguration? TryRead(ulong generation, ReadOnlySpan<byte> description, ReadOnlySpan<byte> text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(description.ToArray());
            JsonElement root = document.RootElement;
            return new StoredConfiguration
            {
                Generation = generation,
                Time = root.GetProperty("time"u8).GetInt64(),
                Operator = root.GetProperty("operator"u8).GetString() ?? "",
                Comment = root.GetProperty("comment"u8).GetString() ?? "",
                SchemaVersion = root.GetProperty("schema"u8).GetInt32(),
                IsOnTrial = root.GetProperty("onTrial"u8).GetBoolean(),
                TrialMinutes = root.GetProperty("trialMinutes"u8).GetInt32(),
                FileSeen = TextHash.Parse(root.GetProperty("fileSeen"u8).GetString()),
                Reverted = TextHash.Parse(root.GetProperty("reverted"u8).GetString()),
                Text = text.ToArray(),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException
            or System.Collections.Generic.KeyNotFoundException)
        {
            return null;
        }
    }

    // A clipped text must not end in half a character.
    private static string Clipped(string text, int lengthMax)
    {
        StringBuilder clipped = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (clipped.Length + rune.Utf16SequenceLength > lengthMax)
            {
                break;
            }

            clipped.Append(rune.ToString());
        }

        return clipped.ToString();
    }
}
