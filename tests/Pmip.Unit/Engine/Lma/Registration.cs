using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Unit.Engine.Lma;

/// <summary>A Proxy Binding Update as a test words it: what it does not mention is what a 3GPP MAG sends at attachment.</summary>
public sealed record Registration
{
    public string From { get; init; } = AnchorBench.Mag1;

    public SignallingForm Form { get; init; } = SignallingForm.Ipv6;

    public string? Inner { get; init; }

    public string? Identifier { get; init; } = "mn1@example.com";

    public string? AccessPoint { get; init; } = "internet";

    public string[] Prefixes { get; init; } = ["::/0"];

    public string? Ipv4 { get; init; }

    public int Ipv4Requests { get; init; } = 1;

    public HandoffIndicator? Handoff { get; init; } = HandoffIndicator.NewInterface;

    public AccessTechnologyType? Technology { get; init; } = AccessTechnologyType.Ethernet;

    public byte[]? LinkLayerIdentifier { get; init; }

    public string? LinkLocal { get; init; }

    public string? AlternateCareOf { get; init; }

    public ushort Sequence { get; init; } = 1;

    /// <summary>Milliseconds by which the timestamp differs from the anchor's clock; null for no option.</summary>
    public int? TimestampOffset { get; init; }

    public ushort Lifetime { get; init; } = 150;

    public uint? Key { get; init; } = 0xA1;

    public bool KeyOptionIsEmpty { get; init; }

    public byte? PdnConnectionId { get; init; }

    /// <summary>Options as on the wire, behind all others.</summary>
    public byte[] AdditionalOptions { get; init; } = [];

    public BindingUpdateFlags Flags { get; init; } = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;

    public SignallingPath Path
    {
        get
        {
            IpAddress outer = IpAddress.Parse(From);
            IpAddress local = IpAddress.Parse(outer.IsIPv4 ? AnchorBench.Lma4 : AnchorBench.Lma6);
            SignallingForm form = outer.IsIPv4 && Form == SignallingForm.Ipv6 ? SignallingForm.UdpBare : Form;
            return new SignallingPath(form, local, Inner is null ? outer : IpAddress.Parse(Inner), local, outer, SignallingPath.ControlPort);
        }
    }
}
