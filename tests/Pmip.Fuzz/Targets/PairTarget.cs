using System;
using System.Text;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Models.Pair;
using Pmip.Wire.Mobility;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: an octet for the specification, the transport and the seed of the link, then events between two gateways and an anchor:
/// what the nodes do, what the link does to messages, clocks that are wrong, octets of an attacker, time. Everything is verified,
/// and when the link is whole again and time enough has passed, both ends agree on every session.
/// </summary>
internal sealed class PairTarget() : FuzzTarget("pair")
{
    private const int EventsMax = 40;
    private static readonly byte[][] s_identifiers = Array.ConvertAll(["mn1", "mn2", "mn3", "mn4", "mn5", "mn6"], Encoding.UTF8.GetBytes);
    private static readonly Duration s_lifetime = Duration.FromSeconds(40);
    private readonly MobilityComposer _composer = new();
    private Domain _domain = new(OptionsOf(0));

    public override long WorkMax => 10_000_000;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        InputReader reader = new(input);
        _domain = new Domain(OptionsOf(reader.Octet())) { KeepsEnds = false };
        for (int events = 0; events < EventsMax && !reader.IsEmpty; events++)
        {
            meter.Start();
            Happen(ref reader);
            meter.Stop();
        }

        _domain.Verify();
        Heal();
        _domain.Verify();
        RequireAgreement();
    }

    private static DomainOptions OptionsOf(byte choice)
    {
        SpecificationMode mode = (choice & 1) == 0 ? SpecificationMode.ThreeGpp : SpecificationMode.Ietf;
        return new DomainOptions
        {
            Seed = (ulong)(choice >> 3),
            Form = (SignallingForm)((choice >> 1) & 3),
            Mag = c => c with { Mode = mode, Limits = c.Limits with { Bindings = 4 }, Lifetime = s_lifetime, Quarantine = Duration.FromSeconds(2) },
            Lma = c => c with
            {
                Mode = mode,
                Limits = c.Limits with { Bindings = 6 },
                Quarantine = Duration.FromSeconds(2),
                MinDelayBeforeBceDelete = Duration.FromSeconds(1),
                AccessPoints =
                [
                    c.AccessPoints[0] with { Ipv4Pool = IpPrefix.Parse("10.45.0.0/29"), Ipv6Pool = IpPrefix.Parse("2001:db8:100::/60") },
                    c.AccessPoints[1] with { Ipv4Pool = IpPrefix.Parse("10.46.0.0/29"), Ipv6Pool = IpPrefix.Parse("2001:db8:200::/60") },
                ],
            },
        };
    }

    private void Happen(ref InputReader reader)
    {
        byte choice = reader.Octet();
        int mag = (choice >> 4) & 1;
        switch (choice & 15)
        {
            case < 4:
                Attach(mag, ref reader);
                break;
            case 4 or 5:
                _domain.Detach(mag, reader.Below(_domain.Mags[mag].Capacity), (ConnectionEnd)((choice >> 5) & 1));
                break;
            case 6:
                Disturb(ref reader);
                break;
            case 7:
                Inject(mag, ref reader);
                break;
            case 8:
                _domain.RefuseSessionAtMag(mag, reader.Below(8));
                break;
            case 9:
                _domain.RefuseSessionAtLma(0, reader.Below(8));
                break;
            case 10:
                _domain.MagWithClockError = mag;
                _domain.ClockErrorMicroseconds = (reader.Octet() - 128) * 50_000L;
                break;
            case 11:
                _domain.Verify();
                break;
            default:
                Pass(EngineClock.StepOf(reader.Octet()));
                break;
        }
    }

    private void Attach(int mag, ref InputReader reader)
    {
        byte choice = reader.Octet();
        int node = reader.Below(s_identifiers.Length);
        AttachRequest request = new()
        {
            Identifier = s_identifiers[node],
            AccessPoint = choice & 1,
            Type = (PdnType)(1 + ((choice >> 1) % 3)),
            PdnConnectionId = (byte)((choice >> 4) & 1),
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = (HandoffIndicator)(1 + ((choice >> 5) % 5)),
            LinkLayerAddress = new MacAddress((choice & 8) != 0 ? 0UL : 0x0200_0000_0000UL + (ulong)node),
            AccessNode = node,
        };
        _domain.TryAttach(mag, request, out _);
    }

    private void Disturb(ref InputReader reader)
    {
        byte choice = reader.Octet();
        _domain.Link.LossPercent = (choice & 3) * 33;
        _domain.Link.DuplicationPercent = ((choice >> 2) & 3) * 20;
        _domain.Link.CorruptionPercent = ((choice >> 4) & 3) * 10;
        _domain.Link.Jitter = Duration.FromMilliseconds(((choice >> 6) & 3) * 40);
    }

    private void Inject(int mag, ref InputReader reader)
    {
        byte choice = reader.Octet();
        ReadOnlySpan<byte> message = (choice & 1) == 0 ? _composer.Update(ref reader, _domain.WallOf(1 + mag)) : _composer.Any(ref reader);
        int from = (choice & 2) == 0 ? 1 + mag : 0;
        _domain.Inject(from, from == 0 ? 1 + mag : 0, (SignallingForm)((choice >> 2) & 3), message);
    }

    private void Pass(Duration length)
    {
        Instant end = _domain.Now.Plus(length);
        for (int steps = 0; _domain.Step(end); steps++)
        {
            OracleException.Require(steps < 100_000, "the nodes come to rest");
        }

        _domain.MoveTo(end);
    }

    // No faults any more; all that faults left behind expires, and what is attached is refreshed.
    private void Heal()
    {
        _domain.Link.LossPercent = 0;
        _domain.Link.DuplicationPercent = 0;
        _domain.Link.CorruptionPercent = 0;
        _domain.Link.Jitter = Duration.Zero;
        _domain.ClockErrorMicroseconds = 0;
        Pass(Duration.FromSeconds(400));
        for (int seconds = 0; _domain.Link.InFlight > 0; seconds++)
        {
            OracleException.Require(seconds < 100, "messages stop");
            Pass(Duration.FromMilliseconds(100));
        }
    }

    // What a gateway forwards, the anchor forwards with the same keys to that gateway, unless the node is at both: then one of
    // them holds what the anchor has given to the other.
    private void RequireAgreement()
    {
        for (int mag = 0; mag < _domain.Mags.Length; mag++)
        {
            for (int slot = 0; slot < _domain.Mags[mag].Capacity; slot++)
            {
                if (_domain.Mags[mag].TryRead(slot, _domain.Now, out BindingUpdateListEntryView view)
                    && view.State == BindingUpdateState.Registered && !IsElsewhere(mag, view))
                {
                    OracleException.Require(
                        _domain.LmaPaths[0].Receiving(view.UplinkKey) is { } session && session.SendKey == view.DownlinkKey,
                        $"the anchor has the session that gateway {mag} has in slot {slot}");
                }
            }
        }
    }

    private bool IsElsewhere(int mag, scoped in BindingUpdateListEntryView view) =>
        _domain.Mags[1 - mag].FindConnection(view.Identifier, view.AccessPointIndex, view.PdnConnectionId, out _);
}
