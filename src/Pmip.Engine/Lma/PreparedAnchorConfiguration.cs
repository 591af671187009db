using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Tables;

namespace Pmip.Engine.Lma;

/// <summary>
/// A configuration with every table that an anchor needs for it, made by <see cref="LocalMobilityAnchor.Prepare"/> for that anchor,
/// to come into force once.
/// </summary>
public sealed class PreparedAnchorConfiguration
{
    internal PreparedAnchorConfiguration(LmaConfiguration configuration, LmaConfiguration previous, PeerChange peers, ServiceDirectory directory)
    {
        Configuration = configuration;
        Previous = previous;
        Peers = peers;
        Directory = directory;
        References = new int[directory.Count];
        Barred = SessionKeys.Barring(configuration.ExcludedKeys);
        OwnComponent = PartialFailure.OctetsOf(configuration.OwnComponent);
    }

    /// <summary>The configuration.</summary>
    public LmaConfiguration Configuration { get; }

    /// <summary>What the anchor ran with when it was prepared; in its place alone can it come.</summary>
    internal LmaConfiguration Previous { get; }

    internal PeerChange Peers { get; }

    internal ServiceDirectory Directory { get; }

    /// <summary>Keys that something else has.</summary>
    internal HashIndex Barred { get; }

    /// <summary>Room to count by access point what refers to it.</summary>
    internal int[] References { get; }

    /// <summary>Our own component as it is written; empty when we have none.</summary>
    internal byte[] OwnComponent { get; }
}
