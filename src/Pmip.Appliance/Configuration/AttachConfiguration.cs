namespace Pmip.Appliance.Configuration;

/// <summary>How many registrations each access link may cause.</summary>
public sealed record AttachConfiguration
{
    /// <summary>Each second, in the long run.</summary>
    public int PerSecond { get; init; } = 1000;

    /// <summary>At once.</summary>
    public int Burst { get; init; } = 1000;
}
