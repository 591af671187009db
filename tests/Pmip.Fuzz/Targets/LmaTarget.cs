using System;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: an octet whose low bits choose the specification and the rule for unknown handoffs, then events for a local mobility anchor with few
/// bindings, each an octet that chooses and what it needs: updates, messages of any type and plain octets from trusted and other sources; sessions
/// that the data path refuses; removals, revocations and reservations of the operator; sweeps; time. What it sends is read again, and the tables are verified.
/// </summary>
internal sealed class LmaTarget() : FuzzTarget("engine-lma")
{
    private const int EventsMax = 48;
    private static readonly IpAddress s_lma6 = IpAddress.Parse("2001:db8:f::1");
    private static readonly IpAddress s_lma4 = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress[] s_sources = Array.ConvertAll(
        ["2001:db8:f::11", "2001:db8:f::12", "192.0.2.11", "192.0.2.12", "2001:db8:e::5", "2001:db8:e::6", "2001:db8:dead::1"], IpAddress.Parse);

    private static readonly LmaConfiguration[] s_configurations =
    [
        ConfigurationOf(SpecificationMode.ThreeGpp, UnknownHandoffRule.ByMode),
        ConfigurationOf(SpecificationMode.Ietf, UnknownHandoffRule.ByMode),
        ConfigurationOf(SpecificationMode.ThreeGpp, UnknownHandoffRule.Revoke),
        ConfigurationOf(SpecificationMode.Ietf, UnknownHandoffRule.Revoke),
    ];

    private static readonly byte[][] s_identifiers = Array.ConvertAll(["mn1@example.com", "static@example.com", "mn1", ""], Encoding.UTF8.GetBytes);
    private static readonly byte[][] s_names = Array.ConvertAll(["internet", "ims", "meters", "intranet"], Encoding.UTF8.GetBytes);
    private readonly MobilityComposer _composer = new();
    private readonly Outbox _outbox = new();
    private LocalMobilityAnchor _anchor = new(s_configurations[0], new EngineSecrets(1, 2, 3, 4, 5));
    private EngineClock _clock = new();
    private int _lastSession;

    // Every verification walks all keys.
    public override long WorkMax => 10_000_000;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        InputReader reader = new(input);
        _anchor = new LocalMobilityAnchor(s_configurations[reader.Octet() & 3], new EngineSecrets(1, 2, 3, 4, 5));
        _clock = new EngineClock();
        _outbox.Clear();
        _lastSession = 0;
        for (int events = 0; events < EventsMax && !reader.IsEmpty; events++)
        {
            meter.Start();
            Happen(ref reader);
            meter.Stop();
        }

        _anchor.Verify();
    }

    private static LmaConfiguration ConfigurationOf(SpecificationMode mode, UnknownHandoffRule rule) => new()
    {
        Mode = mode,
        UnknownHandoff = rule,
        Limits = new EngineLimits { Bindings = 5, Peers = 4, Revocations = 4, WaitingUpdates = 2, Reservations = 2, OptionOctets = 32 },
        Quarantine = Duration.FromSeconds(1),
        MinDelayBeforeBceDelete = Duration.FromSeconds(2),
        Peers =
        [
            new PeerConfiguration { Name = "mag1", Ipv6 = s_sources[0], Ipv4 = s_sources[2] },
            new PeerConfiguration { Name = "mag2", Ipv6 = s_sources[1], Ipv4 = s_sources[3] },
            new PeerConfiguration { Name = "trains", Prefix = IpPrefix.Parse("2001:db8:e::/48") },
        ],
        AccessPoints =
        [
            new AccessPointConfiguration
            {
                Name = "internet",
                Ipv6Pool = IpPrefix.Parse("2001:db8:100::/56"),
                Ipv4Pool = IpPrefix.Parse("10.45.0.0/24"),
                Ipv4Router = IpAddress.Parse("10.45.0.1"),
                Ipv4Allocation = rule == UnknownHandoffRule.Revoke ? Ipv4Allocation.Deferred : Ipv4Allocation.Immediate,
                DnsServers = [IpAddress.Parse("2001:db8::53"), IpAddress.Parse("198.51.100.53")],
            },
            new AccessPointConfiguration { Name = "ims", Type = PdnType.Ipv6, Ipv6Pool = IpPrefix.Parse("2001:db8:200::/63") },
            new AccessPointConfiguration { Name = "meters", Type = PdnType.Ipv4, Ipv4Pool = IpPrefix.Parse("10.46.0.0/29"), BackOffTime = new BackOffTime(33) },
        ],
        Subscribers =
        [
            new SubscriberConfiguration
            {
                Identifier = "static@example.com",
                AccessPoint = "internet",
                Ipv6Prefix = IpPrefix.Parse("2001:db8:1ff:1::/64"),
                Ipv4Address = IpAddress.Parse("10.45.0.3"),
            },
            new SubscriberConfiguration { Identifier = "barred@example.com", AccessPoint = "internet", IsEnabled = false },
        ],
    };

    private void Happen(ref InputReader reader)
    {
        byte choice = reader.Octet();
        switch (choice & 15)
        {
            case < 7:
                Receive(_composer.Update(ref reader, _clock.Wall), ref reader, choice);
                break;
            case 7 or 8:
                Receive(_composer.Any(ref reader), ref reader, choice);
                break;
            case 9:
                Receive(reader.Take(reader.Octet()), ref reader, choice);
                break;
            case 10:
                _anchor.SessionRefused(_lastSession, _clock.Now, _clock.Wall, _outbox);
                Drain();
                break;
            case 11:
                _anchor.Remove(reader.Below(_anchor.Capacity), _clock.Now, _outbox);
                Drain();
                break;
            case 12:
                Operate(ref reader);
                _anchor.Verify();
                break;
            case 13:
                _clock.ErrorMicroseconds = (reader.Octet() - 128) * 100_000L;
                break;
            default:
                Pass(_clock.Now.Plus(EngineClock.StepOf(reader.Octet())));
                break;
        }
    }

    // What the operator or the supervision of peers begins.
    private void Operate(ref InputReader reader)
    {
        byte choice = reader.Octet();
        RevocationTrigger trigger = (RevocationTrigger)reader.Octet();
        switch (choice & 7)
        {
            case 0:
                RevokedPart part = (choice & 8) == 0 ? RevokedPart.Whole : RevokedPart.Ipv4;
                _anchor.Revoke(reader.Below(_anchor.Capacity), trigger, part, _clock.Now, _clock.Wall, _outbox);
                break;
            case 1:
                _anchor.RevokeNode(reader.Any(s_identifiers), trigger, _clock.Now, _clock.Wall, _outbox);
                break;
            case 2:
                _anchor.RevokePeer(reader.Below(_anchor.Peers.Capacity), _clock.Now, _clock.Wall, _outbox);
                break;
            case 3:
                _anchor.RevokeRealm(reader.Below(_anchor.Peers.Capacity), reader.Take(choice >> 3), _clock.Now, _clock.Wall, _outbox);
                break;
            case 4:
                KeyReservationRequest request = new()
                {
                    Identifier = reader.Any(s_identifiers),
                    AccessPoint = reader.Any(s_names),
                    PdnConnectionId = (choice & 8) == 0 ? null : (byte)(choice >> 6),
                };
                _anchor.ReserveKey(new GreKey((uint)reader.Octet() << 24), request, _clock.Now, _outbox);
                break;
            case 5:
                _anchor.ReleaseReservation(new GreKey((uint)reader.Octet() << 24), _clock.Now, _outbox);
                break;
            default:
                _anchor.BeginSweep(new SweepScope((SweepCause)((choice >> 3) % 6), reader.Below(_anchor.Peers.Capacity)));
                break;
        }

        Drain();
    }

    private void Receive(ReadOnlySpan<byte> message, scoped ref InputReader reader, byte choice)
    {
        IpAddress outer = s_sources[(choice >> 4) % s_sources.Length];
        IpAddress local = outer.IsIPv4 ? s_lma4 : s_lma6;
        SignallingForm form = outer.IsIPv4 ? (SignallingForm)(1 + reader.Below(3)) : SignallingForm.Ipv6;
        IpAddress inner = choice < 0xF0 ? outer : reader.Any(s_sources);
        _anchor.Receive(new SignallingPath(form, local, inner, local, outer, SignallingPath.ControlPort), message, _clock.Now, _clock.Wall, _outbox);
        Drain();
    }

    private void Pass(Instant end)
    {
        for (int steps = 0; _anchor.NextDeadline <= end; steps++)
        {
            OracleException.Require(steps < 10_000, "timers come to rest");
            _clock.MoveTo(_anchor.NextDeadline);
            OracleException.Require(_anchor.Expire(_clock.Now, _clock.Wall, _outbox), "a timer that is due does something");
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
                SentMessage.Check(_outbox.BytesOf(effect));
            }
            else if (effect.Kind == EffectKind.InstallSession)
            {
                _lastSession = _outbox.SessionOf(effect).Index;
            }
        }

        _outbox.Clear();
    }
}
