using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <summary>
/// A configuration with every table that a MAG needs for it, made by <see cref="MobileAccessGateway.Prepare"/> for that MAG, to come
/// into force once.
/// </summary>
public sealed class PreparedGatewayConfiguration
{
    internal PreparedGatewayConfiguration(MagConfiguration configuration, MagConfiguration previous, PeerChange peers, GatewayAccessPoints accessPoints)
    {
        Configuration = configuration;
        Previous = previous;
        Peers = peers;
        AccessPoints = accessPoints;
    }

    /// <summary>The configuration.</summary>
    public MagConfiguration Configuration { get; }

    /// <summary>What the MAG ran with when it was prepared; in its place alone can it come.</summary>
    internal MagConfiguration Previous { get; }

    internal PeerChange Peers { get; }

    internal GatewayAccessPoints AccessPoints { get; }

    /// <summary>Paths by place in the list of LMAs.</summary>
    internal LmaPaths.LmaPath[] Paths { get; init; } = [];

    internal UpdateComposer Composer { get; init; } = null!;

    internal byte[] Identity { get; init; } = [];

    internal Instant[] BackOffUntil { get; init; } = [];

    /// <summary>Spaces of keys, one for each LMA, of which those of new ones are taken; none with one space for all.</summary>
    internal SessionKeys[] Spaces { get; init; } = [];

    internal HashIndex Barred { get; init; } = null!;

    /// <summary>Room to count by access point what refers to it.</summary>
    internal int[] References { get; init; } = [];

    internal byte[] OwnComponent { get; init; } = [];
}
