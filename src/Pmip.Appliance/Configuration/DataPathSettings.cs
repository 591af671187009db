using Pmip.DataPath;
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

    /// <summary>Words of <see cref="Xdp"/> by its values.</summary>
    public static readonly string[] XdpUses = ["auto", "off", "force", "generic"];

    /// <summary>Words of <see cref="ServiceForwarding"/> by its values.</summary>
    public static readonly string[] ServiceForwardings = ["kernel", "direct"];

    /// <summary>Words of <c>dataPath.spreading</c>.</summary>
    public static readonly string[] Spreadings = ["auto", "off", "on"];

    // With fewer processors, one that only looks is one that is missing.
    private const int SpreadingProcessorsMin = 4;

    /// <summary>Which interfaces get XDP programs.</summary>
    public XdpUse Xdp { get; init; }

    /// <summary>LMA: how packets out of tunnels go on.</summary>
    public ServiceForwarding ServiceForwarding { get; init; }

    /// <summary>Processors that share the packets out of tunnels; 0: each takes what comes.</summary>
    public int SpreadProcessors { get; init; }

    /// <summary>Number of the map of outer DSCPs of sessions without one of their own.</summary>
    public byte Dscp { get; init; } = DscpMap.Copy;

    /// <summary>True when packets out of tunnels get the outer DSCP.</summary>
    public bool TakesOuterDscp { get; init; }

    /// <summary>All maps of outer DSCPs that something refers to.</summary>
    public DscpMap[] DscpMaps { get; init; } = [];

    /// <summary>How many processors share the packets, by a word of <see cref="Spreadings"/>.</summary>
    public static int ProcessorsFor(string spreading, int processors) => spreading switch
    {
        "on" => processors,
        "auto" when processors >= SpreadingProcessorsMin => processors,
        _ => 0,
    };

    /// <summary>Path of a vendor's plug-in, or empty.</summary>
    public string Plugin { get; init; } = "";

    /// <summary>What the plug-in is told.</summary>
    public string PluginOptions { get; init; } = "";

    /// <summary>Remote ends with which sequence numbers are exchanged.</summary>
    public IpPrefix[] SequenceNumbers { get; init; } = [];

    /// <summary>Whether the segment size of TCP is made to fit.</summary>
    public bool ClampsMss { get; init; }
}
