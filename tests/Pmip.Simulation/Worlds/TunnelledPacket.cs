using Pmip.Foundation.Addressing;

namespace Pmip.Simulation.Worlds;

/// <summary>A user packet in GRE between two nodes.</summary>
public sealed class TunnelledPacket
{
    public required IpAddress OuterSource { get; init; }

    public required IpAddress OuterDestination { get; init; }

    public required GreKey Key { get; init; }

    /// <summary>The device's address: source of what it sends, destination of what is sent to it.</summary>
    public required IpAddress Inner { get; init; }

    /// <summary>Whose packet it is.</summary>
    public required int Identity { get; init; }

    public required bool IsUplink { get; init; }
}
