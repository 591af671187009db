namespace Pmip.Appliance.Tunnels;

/// <summary>What becomes of one place: another tunnel in it, or none.</summary>
/// <param name="Place">The place.</param>
/// <param name="Tunnel">The tunnel that comes there; null for none.</param>
/// <param name="GoesOn">True when it carries like the one that is there, so that no packet notices.</param>
internal readonly record struct TunnelReplacement(int Place, StaticTunnel? Tunnel, bool GoesOn);

/// <summary>Another list of static tunnels, made by <see cref="StaticTunnels.Prepare"/>, to come into force piece by piece.</summary>
internal sealed class PreparedTunnels(TunnelReplacement[] replacements, bool isSupervised)
{
    /// <summary>The places that change.</summary>
    public TunnelReplacement[] Replacements { get; } = replacements;

    /// <summary>True when some tunnel of the list has a supervision time.</summary>
    public bool IsSupervised { get; } = isSupervised;
}
