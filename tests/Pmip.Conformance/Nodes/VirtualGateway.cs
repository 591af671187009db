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
public sealed class VirtualGateway(MagConfiguration configuration) : VirtualNode, IAccessSide, IRevoker
{
    private readonly MobileAccessGateway _gateway = new(configuration, new EngineSecrets(6, 7, 8, 9, 10));
    private int _slot = -1;
    private int _asked = -1;

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
            Type = Families(wish.HasIpv4, wish.HasIpv6),
            PdnConnectionId = wish.PdnConnectionId,
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = (HandoffIndicator)wish.Handoff,
            LinkLayerAddress = wish.LinkLayerAddress is null ? default : MacAddress.Read(wish.LinkLayerAddress),
            AccessNode = 0,
            UplinkKey = new GreKey(wish.UplinkKey),
            HomeNetworkPrefixes = KnownPrefixes(wish),
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

    public void ChangeFamilies(bool ipv4, bool ipv6)
    {
        TypeChangeStatus status = _gateway.ChangeType(_slot, Families(ipv4, ipv6), Now, Wall, Outbox);
        Expect.That(status == TypeChangeStatus.Pending, $"that the MAG changes the families, it says {status}");
        Drain();
    }

    public void RevokeBinding(string identifier, bool ipv4Only) => throw new CaseSkippedException("a MAG ends a single binding by de-registration");

    public void RevokePeer(int peer)
    {
        _gateway.RevokePeer(peer, Now, Outbox);
        Drain();
    }

    public void RevokeRealm(int peer, string realm)
    {
        _gateway.RevokeRealm(peer, Encoding.UTF8.GetBytes(realm), Now, Outbox);
        Drain();
    }

    protected override void Take(in SignallingPath path, ReadOnlySpan<byte> message) => _gateway.Receive(path, message, Now, Wall, Outbox);

    protected override void Expire() => _gateway.Expire(Now, Wall, Outbox);

    protected override void Verify() => _gateway.Verify();

    protected override void Note(in Effect effect)
    {
        if (effect.Kind == EffectKind.ProbePresence)
        {
            _asked = effect.Slot;
        }

        State = StateAfter(effect);
    }

    // The access side answers as soon as the step that asked is done.
    protected override void Settle()
    {
        if (_asked >= 0)
        {
            int slot = _asked;
            _asked = -1;
            _gateway.NotePresence(slot, IsPresent, Now, Wall, Outbox);
            Drain();
        }
    }

    private AccessState? StateAfter(in Effect effect) => effect.Kind switch
    {
        EffectKind.ConnectionUp => AccessState.Up,
        EffectKind.ConnectionDown or EffectKind.ConnectionRefused => AccessState.Down,
        _ => State,
    };

    private static PdnType Families(bool ipv4, bool ipv6) => (ipv4 ? PdnType.Ipv4 : 0) | (ipv6 ? PdnType.Ipv6 : 0);

    private static IpPrefixList KnownPrefixes(AttachWish wish)
    {
        IpPrefixList prefixes = default;
        if (wish.Prefix is not null)
        {
            prefixes.TryAdd(new IpPrefix(Inside(wish.Prefix), 64));
        }

        return prefixes;
    }
}
