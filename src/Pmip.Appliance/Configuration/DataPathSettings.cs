using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>dataPath</c>.</summary>
internal sealed record DataPathSettings
{
    /// <summary>Where the data path is kept unless the file says otherwise.</summary>
    public const string DefaultPins = "/sys/fs/bpf/pmip";

    /// <summary>Says that it is not kept.</summary>
    public const string NotKept = "off";

    /// <summary>Folder of a bpffs in which the data path outlives the process; empty when it does not.</summary>
    public string Pins { get; init; } = "";

    /// <summary>Rungs that may be taken, the preferred one first; empty for all, the fastest first.</summary>
    public Rung[] Rungs { get; init; } = [];

    /// <summary>Path of a vendor's plug-in, or empty.</summary>
    public string Plugin { get; init; } = "";

    /// <summary>What the plug-in is told.</summary>
    public string PluginOptions { get; init; } = "";

    /// <summary>Remote ends with which sequence numbers are exchanged.</summary>
    public IpPrefix[] SequenceNumbers { get; init; } = [];

    /// <summary>Whether the segment size of TCP is made to fit.</summary>
    public bool ClampsMss { get; init; }
}
