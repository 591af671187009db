using System;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: an octet whose low bit chooses the specification, then events for a mobile access gateway with two anchors and few
/// bindings: attachments and detachments, answers to the last update it sent, mostly right, messages of any type and plain
/// octets; family changes, word of presence, revocations, reports of components; sessions that the data path refuses; time. What it
/// sends is read again, and the tables are verified.
/// </summary>
internal sealed class MagTarget() : FuzzTarget("engine-mag")
{
    private const int EventsMax = 48;
    private static readonly IpAddress s_mag6 = IpAddress.Parse("2001:db8:f::11");
    private static readonly IpAddress s_mag4 = IpAddress.Parse("192.0.2.11");
    private static readonly IpAddress[] s_lmas = Array.ConvertAll(["2001:db8:f::1", "192.0.2.2", "2001:db8:dead::1"], IpAddress.Parse);
    private static readonly byte[][] s_identifiers = Array.ConvertAll(["mn1", "mn2", "mn3", "mn4", "mn5", "", new string('z', 90)], Encoding.UTF8.GetBytes);
    private static readonly byte[][] s_realms = Array.ConvertAll(["x", "", "example.com", "a@b", new string('y', 254)], Encoding.UTF8.GetBytes);
    private static readonly IpPrefix[] s_prefixes = Array.ConvertAll(
        ["2001:db8:100:1::/64", "2001:db8:100:2::/64", "::/0", "ff02::/64", "2001:db8::/128"], IpPrefix.Parse);
    private static readonly IpAddress[] s_addresses = Array.ConvertAll(["10.45.0.2", "10.45.0.1", "0.0.0.0", "255.255.255.255", "127.0.0.1"], IpAddress.Parse);
    private static readonly MagConfiguration[] s_configurations = [ConfigurationOf(SpecificationMode.ThreeGpp), ConfigurationOf(SpecificationMode.Ietf)];

    private readonly MobilityComposer _composer = new();
    private readonly Outbox _outbox = new();
    private readonly byte[] _lastSent = new byte[MobilityHeader.LengthMax];
    private readonly byte[] _answer = new byte[MobilityHeader.LengthMax];
    private MobileAccessGateway _gateway = new(s_configurations[0], new EngineSecrets(1, 2, 3, 4, 5));
    private EngineClock _clock = new();
    private SignallingPath _lastPath;
    private int _lastLength;
    private int _lastSession;

    // Every verification walks all keys.
    public override long WorkMax => 10_000_000;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        InputReader reader = new(input);
        _gateway = new MobileAccessGateway(s_configurations[reader.Octet() & 1], new EngineSecrets(1, 2, 3, 4, 5));
        _clock = new EngineClock();
        _outbox.Clear();
        _lastLength = 0;
        _lastSession = 0;
        _lastPath = new SignallingPath(SignallingForm.Ipv6, s_mag6, s_lmas[0], s_mag6, s_lmas[0], 0);
        for (int events = 0; events < EventsMax && !reader.IsEmpty; events++)
        {
            meter.Start();
            Happen(ref reader);
            meter.Stop();
        }

        _gateway.Verify();
    }

    private static MagConfiguration ConfigurationOf(SpecificationMode mode) => new()
    {
        Mode = mode,
        Limits = new EngineLimits { Bindings = 4, Peers = 2 },
        Lmas =
        [
            new PeerConfiguration { Name = "lma1", Ipv6 = s_lmas[0], Form = SignallingForm.Ipv6 },
            new PeerConfiguration { Name = "lma2", Ipv4 = s_lmas[1], Form = SignallingForm.UdpBare },
        ],
        Ipv6 = s_mag6,
        Ipv4 = s_mag4,
        AccessPoints = ["internet", "ims"],
        Quarantine = Duration.FromSeconds(1),
        Identity = "mag",
        OwnComponent = ConnectionSetIdentifier.Of(s_mag6, 1),
        Supervision = new SupervisionConfiguration { HeartbeatInterval = Duration.FromSeconds(30) },
    };

    private void Happen(ref InputReader reader)
    {
        byte choice = reader.Octet();
        switch (choice & 15)
        {
            case < 4:
                Attach(ref reader);
                break;
            case < 9:
                Receive(Answer(ref reader), choice);
                break;
            case 9:
                Receive(_composer.Changed(ref reader, _lastSent.AsSpan(0, _lastLength), (byte)MobilityHeaderType.BindingAcknowledgement), choice);
                break;
            case 10:
                Receive((choice & 16) == 0 ? _composer.Any(ref reader) : reader.Take(reader.Octet()), choice);
                break;
            case 11:
                _ = (choice & 16) == 0
                    ? _gateway.Detach(reader.Below(_gateway.Capacity), (ConnectionEnd)((choice >> 5) & 1), _clock.Now, _clock.Wall, _outbox)
                    : _gateway.Reaffirm(reader.Below(_gateway.Capacity), _clock.Now, _clock.Wall, _outbox);
                Drain();
                break;
            case 12:
                Command(choice >> 4, ref reader);
                Drain();
                break;
            case 13:
                _gateway.Verify();
                break;
            default:
                Pass(_clock.Now.Plus(EngineClock.StepOf(reader.Octet())));
                break;
        }
    }

    private void Command(int which, ref InputReader reader)
    {
        byte choice = reader.Octet();
        int slot = choice % _gateway.Capacity;
        switch (which)
        {
            case 0 or 1:
                _gateway.ChangeType(slot, (PdnType)(1 + ((choice >> 6) % 3)), _clock.Now, _clock.Wall, _outbox);
                break;
            case 2 or 3:
                _gateway.NotePresence(slot, (choice & 128) != 0, _clock.Now, _clock.Wall, _outbox);
                break;
            case 4 or 5:
                _gateway.RequestIpv4(slot, _clock.Now, _clock.Wall, _outbox);
                break;
            case 6:
                _gateway.RevokePeer((choice & 3) - 1, _clock.Now, _outbox);
                break;
            case 7:
                _gateway.RevokeRealm((choice & 3) - 1, reader.Any(s_realms), _clock.Now, _outbox);
                break;
            case 8:
                _gateway.ReportComponentFailure(choice);
                break;
            case < 12:
                AttachKnown(choice, ref reader);
                break;
            default:
                _gateway.SessionRefused(_lastSession, _clock.Now, _clock.Wall, _outbox);
                break;
        }
    }

    // A connection of which the access side knows addresses, and mostly the uplink key (R16).
    private void AttachKnown(byte choice, ref InputReader reader)
    {
        AttachRequest request = new()
        {
            Identifier = reader.Any(s_identifiers),
            Lma = choice & 1,
            Type = PdnType.Ipv4v6,
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = HandoffIndicator.BetweenMags,
            AccessNode = choice & 3,
            UplinkKey = (choice & 12) != 0 ? new GreKey((uint)(1 + reader.Below(4))) : GreKey.None,
        };
        if ((choice & 16) == 0)
        {
            request.HomeNetworkPrefixes.TryAdd(reader.Any(s_prefixes));
        }

        if ((choice & 32) == 0)
        {
            (request.HomeAddress4, request.HomeAddress4PrefixLength, request.DefaultRouter4) = (reader.Any(s_addresses), 24, s_addresses[1]);
        }

        _ = _gateway.Attach(request, _clock.Now, _clock.Wall, _outbox, out _);
    }

    private void Attach(ref InputReader reader)
    {
        byte choice = reader.Octet();
        AttachRequest request = new()
        {
            Identifier = reader.Any(s_identifiers),
            AccessPoint = choice & 1,
            Lma = (choice >> 1) & 1,
            Type = (PdnType)(1 + ((choice >> 2) % 3)),
            PdnConnectionId = (byte)((choice >> 4) & 1),
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = (HandoffIndicator)(1 + ((choice >> 5) % 5)),
            LinkLayerAddress = new MacAddress((choice & 8) != 0 ? 0UL : 0x0200_0000_0001UL),
            AccessNode = choice & 3,
        };
        _ = _gateway.Attach(request, _clock.Now, _clock.Wall, _outbox, out _);
        Drain();
    }

    // To the last update, as an anchor would give it but for what the input says.
    private ReadOnlySpan<byte> Answer(scoped ref InputReader reader)
    {
        if (MobilityHeader.TryRead(_lastSent.AsSpan(0, _lastLength), out MobilityHeader header) != WireStatus.Ok
            || ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update) != WireStatus.Ok)
        {
            return _composer.Any(ref reader);
        }

        byte choice = reader.Octet();
        byte more = reader.Octet();
        ProxyBindingAcknowledgement answer = default;
        answer.Flags = BindingAcknowledgementFlags.Proxy;
        answer.Sequence = (choice & 1) == 0 ? update.Sequence : (ushort)(update.Sequence ^ reader.Octet());
        answer.LifetimeUnits = (choice & 2) == 0 ? update.LifetimeUnits : reader.Octet();
        answer.Status = (choice & 4) == 0 ? BindingStatus.Accepted : (BindingStatus)reader.Octet();
        answer.HasIdentifier = (more & 1) == 0;
        answer.IdentifierSubtype = update.IdentifierSubtype;
        answer.Identifier = (more & 2) == 0 ? update.Identifier : reader.Any(s_identifiers);
        answer.HasHandoffIndicator = update.HasHandoffIndicator && (more & 4) == 0;
        answer.HandoffIndicator = update.HandoffIndicator;
        answer.HasAccessTechnologyType = update.HasAccessTechnologyType && (more & 4) == 0;
        answer.AccessTechnologyType = update.AccessTechnologyType;
        answer.HasTimestamp = update.HasTimestamp && (more & 8) == 0;
        answer.Timestamp = (more & 16) == 0 ? update.Timestamp : _clock.Wall.Timestamp;
        answer.HasLinkLayerIdentifier = update.HasLinkLayerIdentifier;
        answer.LinkLayerIdentifier = update.LinkLayerIdentifier;
        answer.HasServiceSelection = update.HasServiceSelection;
        answer.ServiceSelection = update.ServiceSelection;
        answer.HasPdnConnectionId = update.HasPdnConnectionId;
        answer.PdnConnectionId = update.PdnConnectionId;
        answer.HasGreKeyOption = update.HasGreKeyOption && (choice & 8) == 0;
        answer.HasGreKey = answer.HasGreKeyOption;
        answer.GreKey = new GreKey((uint)(1 + reader.Below(4)));
        AddAddresses(ref reader, update.HomeNetworkPrefixes.Count > 0, update.Ipv4HomeAddressRequestCount > 0, ref answer);
        if (answer.Emit(_answer, out int written) != WireStatus.Ok)
        {
            return default;
        }

        return (choice & 128) == 0 ? _answer.AsSpan(0, written)
            : _composer.Changed(ref reader, _answer.AsSpan(0, written), (byte)MobilityHeaderType.BindingAcknowledgement);
    }

    private static void AddAddresses(scoped ref InputReader reader, bool wantsPrefix, bool wantsIpv4, ref ProxyBindingAcknowledgement answer)
    {
        byte choice = reader.Octet();
        if (wantsPrefix != ((choice & 15) == 0))
        {
            answer.HomeNetworkPrefixes.TryAdd(reader.Any(s_prefixes));
        }

        if (wantsIpv4 != ((choice >> 4) == 0))
        {
            answer.HasIpv4HomeAddressReply = true;
            var status = (Ipv4HomeAddressStatus)((choice & 16) == 0 ? 0 : reader.Octet());
            answer.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(status, 16, reader.Any(s_addresses));
            answer.HasIpv4DefaultRouter = (choice & 32) != 0;
            answer.Ipv4DefaultRouter = s_addresses[1];
        }
    }

    private void Receive(ReadOnlySpan<byte> message, byte choice)
    {
        SignallingPath path = _lastPath;
        if (choice >= 0xE0)
        {
            path = new SignallingPath(SignallingForm.Ipv6, s_mag6, s_lmas[(choice & 16) == 0 ? 0 : 2], s_mag6, s_lmas[(choice & 16) == 0 ? 0 : 2], 0);
        }

        _gateway.Receive(path, message, _clock.Now, _clock.Wall, _outbox);
        Drain();
    }

    private void Pass(Instant end)
    {
        for (int steps = 0; _gateway.NextDeadline <= end; steps++)
        {
            OracleException.Require(steps < 10_000, "timers come to rest");
            _clock.MoveTo(_gateway.NextDeadline);
            OracleException.Require(_gateway.Expire(_clock.Now, _clock.Wall, _outbox), "a timer that is due does something");
            Drain();
        }

        _clock.MoveTo(end);
    }

    private void Drain()
    {
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit)
            {
                ReadOnlySpan<byte> message = _outbox.BytesOf(effect);
                SentMessage.Check(message);
                message.CopyTo(_lastSent);
                _lastLength = message.Length;
                _lastPath = _outbox.PathOf(effect);
            }
            else if (effect.Kind == EffectKind.InstallSession)
            {
                _lastSession = _outbox.SessionOf(effect).Index;
            }
        }

        _outbox.Clear();
    }
}
