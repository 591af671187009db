using Pmip.Engine.Configuration;

namespace Pmip.Engine.Mag;

/// <summary>
/// A configuration with every table that a MAG needs for it, made by <see cref="MobileAccessGateway.Prepare"/> for that MAG,
/// to come into force once.
/// </summary>
public sealed class PreparedGatewayConfiguration
{
    internal PreparedGatewayConfiguration(MagConfiguration next, MagConfiguration previous)
    {
        Configuration = next;
        Previous = previous;
    }

    /// <summary>The configuration.</summary>
    public MagConfiguration Configuration { get; }

    /// <summary>What the MAG ran with when it was prepared; in its place alone can it come.</summary>
    internal MagConfiguration Previous { get; }
}
