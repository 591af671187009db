using System;
using System.Linq;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Simulation.Schedules;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Worlds;

/// <summary>An LMA.</summary>
public sealed partial class AnchorNode(
    int number, string name, IpAddress ipv6, IpAddress ipv4, Options options, ulong seed, LmaConfiguration configuration, Identities identities)
    : Node(number, name, ipv6, ipv4, options, seed)
{
    public LocalMobilityAnchor Engine { get; private set; } = null!;

    public LmaConfiguration Configuration { get; } = configuration;

    public override Instant NextDeadline => Engine.NextDeadline;

    public override int Capacity => Engine.Capacity;

    public override int CounterCount => Engine.Counters.Count;

    public override long CounterAt(int counter) => Engine.Counters.ValueAt(counter);

    public override string CounterName(int counter) => System.Text.Encoding.UTF8.GetString(Engine.Counters.NameAt(counter));

    public override void Verify() => Engine.Verify();

    public override int PeerOf(IpAddress address)
    {
        for (int peer = 0; peer < Configuration.Peers.Count; peer++)
        {
            if (Configuration.Peers[peer].Ipv6 == address || Configuration.Peers[peer].Ipv4 == address)
            {
                return peer;
            }
        }

        return -1;
    }

    public override bool HasSweepBegun => Engine.Counters[LmaCounter.SweepsBegun] > CountersBefore[(int)LmaCounter.SweepsBegun];

    public override void Perform(Step step, WallClock wall)
    {
        Instant now = new(step.Now);
        switch (step.Kind)
        {
            case StepKind.Receive:
                Engine.Receive(step.Path, step.MobilityHeader, now, wall, step.Outbox);
                break;
            case StepKind.Timer:
                step.DidWork = Engine.Expire(now, wall, step.Outbox);
                break;
            case StepKind.OperatorRevoke:
                RevocationTrigger trigger = step.IsAdministrative ? RevocationTrigger.Administrative : RevocationTrigger.Unspecified;
                Engine.Revoke(step.Subject, trigger, step.IsIpv4Only ? RevokedPart.Ipv4 : RevokedPart.Whole, now, wall, step.Outbox);
                break;
            case StepKind.OperatorRevokeNode:
                Engine.RevokeNode(step.Identifier, RevocationTrigger.Administrative, now, wall, step.Outbox);
                break;
            case StepKind.OperatorRevokePeer:
                step.DidWork = Engine.RevokePeer(step.Subject, now, wall, step.Outbox) is RevocationStart.Started or RevocationStart.EndedWithoutMag;
                break;
            case StepKind.OperatorRevokeRealm:
                step.DidWork = Engine.RevokeRealm(step.Subject, step.Identifier, now, wall, step.Outbox)
                    is RevocationStart.Started or RevocationStart.EndedWithoutMag;
                break;
            case StepKind.OperatorRemove:
                Engine.Remove(step.Subject, now, step.Outbox);
                break;
            case StepKind.Reconfigure:
                Reconfigure(step.Way, step.Subject, now);
                break;
            case StepKind.Reinstate:
                Engine.Reinstate(step.Subject, step.Outbox);
                break;
            case StepKind.SessionRefused:
                Engine.SessionRefused(step.Subject, now, wall, step.Outbox);
                break;
        }
    }

    private void Reconfigure(int way, int peer, Instant now)
    {
        LmaConfiguration origin = Configuration with { Supervision = Supervision };
        WasReconfigured |= way != ReconfigurationWays.Origin;
        LmaConfiguration next = way switch
        {
            ReconfigurationWays.PeerRemoved => origin with { Peers = [.. origin.Peers.Where((_, place) => place != peer)] },
            ReconfigurationWays.PoolsHalved => origin with { AccessPoints = [.. origin.AccessPoints.Select(Halved)] },
            ReconfigurationWays.Timers => origin with
            {
                LifetimeMax = Duration.FromSeconds(Math.Max(4, origin.LifetimeMax.Seconds / 8 * 4)),
                Quarantine = Duration.FromSeconds(origin.Quarantine.Seconds + 20),
                Supervision = Rarer,
            },
            _ => origin,
        };
        Invariant.Require(Engine.Prepare(next, out PreparedAnchorConfiguration? prepared) == ReconfigurationStatus.Ready);
        Engine.CountAffected(prepared!);
        Invariant.Require(Engine.Reconfigure(prepared!, now) == ReconfigurationStatus.Ready);
        _current = next;
    }

    private static AccessPointConfiguration Halved(AccessPointConfiguration accessPoint) => accessPoint with
    {
        Ipv6Pool = Half(accessPoint.Ipv6Pool!.Value),
        Ipv4Pool = Half(accessPoint.Ipv4Pool!.Value),
    };

    private static IpPrefix Half(IpPrefix pool) => new(pool.Address, (byte)(pool.Length + 1));

    /// <summary>What a change takes from a binding, told without the engine: nothing, its IPv4 home address, or all.</summary>
    public (bool Whole, bool Ipv4) Loses(in BindingImage image, int way, int peer)
    {
        if (way == ReconfigurationWays.PeerRemoved)
        {
            return (image.Peer == peer, false);
        }

        if (way != ReconfigurationWays.PoolsHalved)
        {
            return (false, false);
        }

        AccessPointConfiguration accessPoint = Configuration.AccessPoints[image.AccessPoint];
        IpPrefix pool4 = Half(accessPoint.Ipv4Pool!.Value);
        bool losesPrefix = image.PrefixCount > 0 && !Half(accessPoint.Ipv6Pool!.Value).Contains(image.Prefix.Address);
        uint last = pool4.Masked.Address.IPv4 | (uint.MaxValue >> pool4.Length);
        bool losesIpv4 = !image.Address4.IsUnspecified && (!pool4.Contains(image.Address4) || image.Address4.IPv4 == last);
        return (losesPrefix || (losesIpv4 && image.PrefixCount == 0), losesIpv4);
    }

    // Another process reads the file as it is.
    protected override void MakeEngine(EngineSecrets secrets)
    {
        _current = IsWhole ? _current : Configuration;
        Engine = new LocalMobilityAnchor(_current with { Supervision = Supervision }, secrets);
        Engine.Changes.IsRead = true;
    }

    private LmaConfiguration _current = configuration;

    protected override BindingImage Read(int slot, in BindingImage last, Instant now)
    {
        if (!Engine.TryRead(slot, now, out BindingCacheEntryView view))
        {
            return default;
        }

        return new BindingImage
        {
            Exists = true,
            IsActive = view.State is BindingState.Active or BindingState.Revoking,
            State = (byte)view.State,
            Identity = identities.Of(view.Identifier, last.Identity),
            AccessPoint = view.AccessPoint.SequenceEqual("internet"u8) ? 0 : 1,
            PdnConnectionId = view.HasPdnConnectionId ? view.PdnConnectionId : 0,
            PrefixCount = view.HomeNetworkPrefixes.Count,
            Prefix = view.HomeNetworkPrefixes.Count > 0 ? view.HomeNetworkPrefixes[0].Masked : default,
            Address4 = view.HomeAddress4,
            CareOf = view.CareOfAddress,
            UplinkKey = view.UplinkKey,
            DownlinkKey = view.DownlinkKey,
            Deadline = DeadlineOf(view.LifetimeRemaining, last, now),
            Granted = view.LifetimeGranted.Microseconds,
            Session = view.SessionIndex,
            Peer = view.Peer,
        };
    }
}
