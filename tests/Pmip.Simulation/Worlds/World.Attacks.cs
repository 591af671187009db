using System;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Simulation.Schedules;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Worlds;

/// <content>Hostile messages (reliability threats T1 to T8): from strangers, under a peer's address, and from a peer that lies.</content>
public sealed partial class World
{
    private const int TypesOfMessage = 24;
    private static readonly IpAddress StrangerIpv6 = IpAddress.Parse("2001:db8:bad::1");
    private static readonly IpAddress StrangerIpv4 = IpAddress.Parse("203.0.113.66");

    private void Attack(Happening happening)
    {
        if (_isHealed)
        {
            return;
        }

        Prng prng = new((ulong)happening.D);
        Node target = Nodes[happening.A];
        Node[] peers = target is AnchorNode ? Gateways : Anchors;
        Node peer = peers[prng.Below(peers.Length)];
        SignallingForm form = (SignallingForm)prng.Below(4);
        bool isIpv4 = form != SignallingForm.Ipv6;
        IpAddress local = isIpv4 ? target.Ipv4 : target.Ipv6;
        IpAddress remote = isIpv4 ? peer.Ipv4 : peer.Ipv6;
        if (happening.Kind == HappeningKind.StrangerAttack)
        {
            remote = isIpv4 ? StrangerIpv4 : StrangerIpv6;
        }

        // From the sender's point of view: this is what it frames.
        ushort port = form is SignallingForm.UdpBare or SignallingForm.UdpMapped ? SignallingPath.ControlPort : (ushort)0;
        SignallingPath path = new(form, remote, local, remote, local, port);
        bool isInsider = happening.Kind == HappeningKind.InsiderAttack;
        byte[] message = happening.B switch
        {
            < 4 when _overheard.Count > 0 => Repeat(prng),
            < 7 when _overheard.Count > 0 => Mutate(Repeat(prng), prng),
            < 9 => Garbage(prng),
            < 11 => AnyType(prng),
            _ when isInsider => Lie(target, prng),
            _ => Claim(prng),
        };
        Packet packet = new()
        {
            Number = _packetNumber++,
            From = isInsider ? peer.Number : -1,
            To = target.Number,
            Octets = Framing.Encode(path, message),
            Source = path.OuterLocal,
            IsAuthentic = isInsider,
        };
        Plan(Now, new Event { Kind = EventKind.Delivery, Packet = packet });
    }

    private byte[] Repeat(Prng prng) => _overheard[prng.Below(_overheard.Count)].MobilityHeader;

    private static byte[] Mutate(byte[] message, Prng prng)
    {
        byte[] changed = (byte[])message.Clone();
        for (int i = 1 + prng.Below(4); i > 0; i--)
        {
            changed[prng.Below(changed.Length)] ^= (byte)(1 << prng.Below(8));
        }

        return changed;
    }

    private static byte[] Garbage(Prng prng)
    {
        byte[] garbage = new byte[6 + prng.Below(200)];
        for (int i = 0; i < garbage.Length; i++)
        {
            garbage[i] = (byte)(prng.Next() & 0xFF);
        }

        return garbage;
    }

    // A header whose own fields are right, of whatever type.
    private static byte[] AnyType(Prng prng)
    {
        byte[] message = new byte[8 * (1 + prng.Below(6))];
        for (int i = 6; i < message.Length; i++)
        {
            message[i] = (byte)(prng.Next() & 0xFF);
        }

        message[0] = MobilityHeader.NoNextHeader;
        message[1] = (byte)((message.Length / 8) - 1);
        message[2] = (byte)prng.Below(TypesOfMessage);
        return message;
    }

    // Takes somebody's binding, or ends it, with everything in its place.
    private byte[] Claim(Prng prng) => Update(Devices[prng.Below(Devices.Length)], prng, default);

    // A MAG that wants the traffic sent elsewhere, or an LMA that answers for another one.
    private byte[] Lie(Node target, Prng prng)
    {
        if (target is AnchorNode || _overheard.Count == 0)
        {
            return Update(Devices[prng.Below(Devices.Length)], prng, StrangerIpv6);
        }

        // The latest answer to this MAG, whoever gave it: by another LMA it must not count.
        for (int i = _overheard.Count - 1; i >= 0; i--)
        {
            Overheard heard = _overheard[i];
            MessageFacts facts = MessageFacts.Of(heard.Path, heard.MobilityHeader);
            if (heard.To == target.Number && facts.IsAcknowledgement)
            {
                return heard.MobilityHeader;
            }
        }

        return Repeat(prng);
    }

    private byte[] Update(Device device, Prng prng, IpAddress careOf)
    {
        Span<byte> room = stackalloc byte[512];
        ProxyBindingUpdate update = default;
        update.Sequence = (ushort)prng.Below(65_536);
        update.Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;
        update.LifetimeUnits = (ushort)(prng.Below(3) == 0 ? 0 : prng.Below(65_536));
        update.HasIdentifier = true;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        update.Identifier = device.Identifier;
        update.HasServiceSelection = true;
        update.ServiceSelection = Options.Has(Knob.Ietf) ? "internet"u8 : "\u0008internet"u8;
        update.HasHandoffIndicator = true;
        update.HandoffIndicator = (HandoffIndicator)prng.Below(6);
        update.HasAccessTechnologyType = true;
        update.AccessTechnologyType = AccessTechnologyType.Ethernet;
        update.HasTimestamp = Options.Has(Knob.Timestamps) || prng.Below(2) == 0;
        update.Timestamp = Anchors[0].Clock.At(Now).Timestamp + (ulong)prng.Below(16_384);
        update.HasGreKeyOption = true;
        update.HasGreKey = true;
        update.GreKey = new GreKey((uint)(prng.Next() & uint.MaxValue));
        IpPrefixList any = default;
        any.TryAdd(default);
        update.HomeNetworkPrefixes = any;
        update.HasAlternateCareOfAddress = !careOf.IsUnspecified;
        update.AlternateCareOfAddress = careOf;
        update.Emit(room, out int written);
        return room[..written].ToArray();
    }
}
