namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>What an operator wants captured.</summary>
internal sealed record CaptureWish
{
    /// <summary>Octets that a capture may hold unless told otherwise.</summary>
    public const int DefaultKilobytes = 512;

    /// <summary>Most that it may be told to hold.</summary>
    public const int KilobytesMax = 16384;

    /// <summary>Which messages.</summary>
    public required CaptureFilter Filter { get; init; }

    /// <summary>The filter in words, for lists.</summary>
    public string Description { get; init; } = "everything";

    /// <summary>How many messages; unbounded by default, the size bounds them.</summary>
    public long Count { get; init; } = long.MaxValue;

    /// <summary>How much memory, in 1024 octets.</summary>
    public int Kilobytes { get; init; } = DefaultKilobytes;

    /// <summary>How long; null for until it is stopped.</summary>
    public Pmip.Foundation.Time.Duration? Time { get; init; }

    /// <summary>When the memory is full the oldest goes, instead of what comes.</summary>
    public bool KeepsNewest { get; init; }
}
