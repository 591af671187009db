namespace Pmip.DataPath.Ladder;

/// <summary>A configuration with all that the ladder needs for it, made by <see cref="GreAdapter.Prepare"/>, to come into force once.</summary>
public sealed class PreparedAdapter
{
    internal PreparedAdapter(PreparedDataPath ground, PortTable ports)
    {
        Ground = ground;
        Ports = ports;
    }

    internal PreparedDataPath Ground { get; }

    internal PortTable Ports { get; }
}
