namespace Pmip.DataPath.Offload;

/// <summary>Sizes that offloads and the adapter share.</summary>
internal static class OffloadLimits
{
    /// <summary>Sessions whose counters are read at once.</summary>
    public const int Batch = 64;

    /// <summary>Octets of a reason in words.</summary>
    public const int ReasonMax = 128;
}
