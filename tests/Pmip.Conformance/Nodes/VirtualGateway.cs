using System;
using System.Text;
using Pmip.Conformance.Messages;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Conformance.Nodes;

/// <summary>This repository's MAG in process, with its access side.</summary>
public sealed class VirtualGateway(MagConfiguration configuration) : VirtualNode, IAccessSide
{
    private readonly MobileAccessGateway _gateway = new(configuration, new EngineSecrets(6, 7, 8, 9, 10));
    private int _slot = -1;

    public AccessState? State { get; private set; } = AccessState.Pending;

    public bool IsPresent { get; set; } = true;

    protected override Instant NextDeadline => _gateway.NextDeadline;

    public void Attach(AttachWish wish)
    {
        AttachRequest request = new()
        {
            Identifier = Encoding.UTF8.GetBytes(wish.Identifier),
            AccessPoint = wish.AccessPoint,
            Lma = 0,
            Type = (wish.HasIpv4 ? PdnType.Ipv4 : 0) | (wish.HasIpv6 ? PdnType.Ipv6 : 0),
            PdnConnectionId = wish.PdnConnectionId,
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = (HandoffIndicator)wish.Handoff,
            LinkLayerAddress = wish.LinkLayerAddress is null ? default : MacAddress.Read(wish.LinkLayerAddress),
            AccessNode = 0,
        };
        State = AccessState.Pending;
        AttachStatus status = _gateway.Attach(request, Now, Wall, Outbox, out _slot);
        Expect.That(status == AttachStatus.Pending, $"that the MAG takes the device, it says {status}");
        Drain();
    }

    public void Detach()
    {
        _gateway.Detach(_slot, ConnectionEnd.NodeLeft, Now, Wall, Outbox);
        Drain();
    }

    protected override void Take(in SignallingPath path, ReadOnlySpan<byte> message) => _gateway.Receive(path, message, Now, Wall, Outbox);

    protected override void Expire() => _gateway.Expire(Now, Wall, Outbox);

    protected override void Verify() => _gateway.Verify();

    protected override void Note(in Effect effect) => State = effect.Kind switch
    {
        EffectKind.ConnectionUp => AccessState.Up,
        EffectKind.ConnectionDown or EffectKind.ConnectionRefused => AccessState.Down,
        _ => State,
    };
}
