using Pmip.Engine.Configuration;

namespace Pmip.Engine.Lma;

/// <summary>
/// A configuration with every table that an anchor needs for it, made by <see cref="LocalMobilityAnchor.Prepare"/> for that anchor,
/// to come into force once.
/// </summary>
public sealed class PreparedAnchorConfiguration
{
    internal PreparedAnchorConfiguration(LmaConfiguration next, LmaConfiguration previous)
    {
        Configuration = next;
        Previous = previous;
    }

    /// <summary>The configuration.</summary>
    public LmaConfiguration Configuration { get; }

    /// <summary>What the anchor ran with when it was prepared; in its place alone can it come.</summary>
    internal LmaConfiguration Previous { get; }
}
