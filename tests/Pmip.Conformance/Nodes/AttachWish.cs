namespace Pmip.Conformance.Nodes;

/// <summary>The device that a case wants at the MAG. Over the network the attach command decides, so such cases ask for the plain one.</summary>
public sealed record AttachWish
{
    public string Identifier { get; init; } = "device@example.com";

    public bool HasIpv4 { get; init; } = true;

    public bool HasIpv6 { get; init; } = true;

    /// <summary>4 (unknown) unless the access side is sure.</summary>
    public byte Handoff { get; init; } = 4;

    public byte[]? LinkLayerAddress { get; init; } = [2, 0, 0, 0, 0, 0x17];

    public byte PdnConnectionId { get; init; }

    public int AccessPoint { get; init; }

    /// <summary>An uplink key that is known beforehand, for <see cref="Prefix"/>; zero for none (R16).</summary>
    public uint UplinkKey { get; init; }

    public System.Net.IPAddress? Prefix { get; init; }

    public bool IsPlain => this == new AttachWish { LinkLayerAddress = LinkLayerAddress };
}

/// <summary>What became of an attachment.</summary>
public enum AccessState
{
    /// <summary>The registration is not over.</summary>
    Pending,

    /// <summary>The device is served.</summary>
    Up,

    /// <summary>The device is not, or no longer, served.</summary>
    Down,
}
