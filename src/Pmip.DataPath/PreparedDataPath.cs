using Pmip.DataPath.Attachments;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath;

/// <summary>A configuration with all that the data path needs for it, made by <see cref="BpfGreDataPath.Prepare"/>, to come into force once.</summary>
public sealed class PreparedDataPath
{
    internal PreparedDataPath(DataPathConfiguration configuration, Attachment[] attachments, byte[] outline)
    {
        Configuration = configuration;
        Attachments = attachments;
        Outline = outline;
    }

    internal DataPathConfiguration Configuration { get; }

    // What stays is the same object, which knows where it is attached.
    internal Attachment[] Attachments { get; }

    // The same for XDP.
    internal XdpPorts Ports { get; init; } = null!;

    internal Attachment[] Leaving { get; init; } = [];

    internal IpPrefix[] TrustedAnew { get; init; } = [];

    internal IpPrefix[] TrustedNoMore { get; init; } = [];

    internal byte[] Outline { get; }
}
