using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Simulation.Schedules;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Worlds;

/// <summary>A MAG, and which devices its access side believes to be there.</summary>
public sealed partial class GatewayNode(
    int number, string name, IpAddress ipv6, IpAddress ipv4, Options options, ulong seed, MagConfiguration configuration, Identities identities)
    : Node(number, name, ipv6, ipv4, options, seed)
{
    public MobileAccessGateway Engine { get; private set; } = null!;

    public MagConfiguration Configuration { get; } = configuration;

    public bool[] Presence { get; private set; } = [];

    public override Instant NextDeadline => Engine.NextDeadline;

    public override int Capacity => Engine.Capacity;

    public override int CounterCount => Engine.Counters.Count;

    public override long CounterAt(int counter) => Engine.Counters.ValueAt(counter);

    public override string CounterName(int counter) => System.Text.Encoding.UTF8.GetString(Engine.Counters.NameAt(counter));

    public override void Verify() => Engine.Verify();

    public override int PeerOf(IpAddress address)
    {
        for (int peer = 0; peer < Configuration.Lmas.Count; peer++)
        {
            if (Configuration.Lmas[peer].Ipv6 == address || Configuration.Lmas[peer].Ipv4 == address)
            {
                return peer;
            }
        }

        return -1;
    }

    public override bool HasSweepBegun => Engine.Counters[MagCounter.SweepsBegun] > CountersBefore[(int)MagCounter.SweepsBegun];

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
            case StepKind.Attach:
                step.AttachStatus = Attach(step, now, wall);
                break;
            case StepKind.Reaffirm:
                step.DidWork = Engine.Reaffirm(step.Subject, now, wall, step.Outbox);
                break;
            case StepKind.Detach:
                step.DidWork = Engine.Detach(step.Subject, step.End, now, wall, step.Outbox);
                break;
            case StepKind.NotePresence:
                step.DidWork = Engine.NotePresence(step.Subject, step.IsPresent, now, wall, step.Outbox);
                break;
            case StepKind.OperatorRevokePeer:
                step.DidWork = Engine.RevokePeer(step.Subject, now, step.Outbox) == GlobalRevocationStart.Pending;
                break;
            case StepKind.OperatorRevokeRealm:
                step.DidWork = Engine.RevokeRealm(step.Subject, step.Identifier, now, step.Outbox) == GlobalRevocationStart.Pending;
                break;
            case StepKind.Reconfigure:
                Reconfigure(step.Way, now);
                break;
            case StepKind.Reinstate:
                Engine.Reinstate(step.Subject, step.Outbox);
                break;
            case StepKind.SessionRefused:
                Engine.SessionRefused(step.Subject, now, wall, step.Outbox);
                break;
        }
    }

    private void Reconfigure(int way, Instant now)
    {
        MagConfiguration origin = Configuration with { Supervision = Supervision };
        WasReconfigured |= way != ReconfigurationWays.Origin;
        MagConfiguration next = way != ReconfigurationWays.Timers ? origin : origin with
        {
            Lifetime = Duration.FromSeconds(System.Math.Max(4, origin.Lifetime.Seconds / 8 * 4)),
            Quarantine = Duration.FromSeconds(origin.Quarantine.Seconds + 20),
            Supervision = Rarer,
        };
        Invariant.Require(Engine.Prepare(next, out PreparedGatewayConfiguration? prepared) == ReconfigurationStatus.Ready);
        Engine.CountAffected(prepared!);
        Invariant.Require(Engine.Reconfigure(prepared!, now) == ReconfigurationStatus.Ready);
        _current = next;
    }

    protected override void MakeEngine(EngineSecrets secrets)
    {
        // Another process reads the file as it is.
        _current = IsWhole ? _current : Configuration;
        Engine = new MobileAccessGateway(_current with { Supervision = Supervision }, secrets);
        Engine.Changes.IsRead = true;
        Presence = new bool[Options[Knob.Devices]];
    }

    protected override BindingImage Read(int slot, in BindingImage last, Instant now)
    {
        if (!Engine.TryRead(slot, now, out BindingUpdateListEntryView view))
        {
            return default;
        }

        bool isUp = view.State is BindingUpdateState.Registered or BindingUpdateState.Refreshing;
        return new BindingImage
        {
            Exists = true,
            IsActive = isUp,
            State = (byte)view.State,
            Identity = identities.Of(view.Identifier, last.Identity),
            AccessPoint = view.AccessPointIndex,
            PdnConnectionId = view.PdnConnectionId,
            PrefixCount = view.HomeNetworkPrefixes.Count,
            Prefix = view.HomeNetworkPrefixes.Count > 0 ? view.HomeNetworkPrefixes[0].Masked : default,
            Address4 = view.HomeAddress4,
            UplinkKey = view.UplinkKey,
            DownlinkKey = view.DownlinkKey,
            Deadline = isUp ? DeadlineOf(view.LifetimeRemaining, last, now) : 0,
            Granted = view.LifetimeGranted.Microseconds,
            Session = view.SessionIndex,
            Peer = view.Peer,
            AccessNode = view.AccessNode,
        };
    }

    private MagConfiguration _current = configuration;

    private AttachStatus Attach(Step step, Instant now, WallClock wall)
    {
        Device device = step.Device!;
        WantedConnection wanted = device.Connections[step.Connection];
        AttachRequest request = new()
        {
            Identifier = device.Identifier,
            AccessPoint = wanted.AccessPoint,
            Lma = wanted.Lma,
            Type = wanted.Type,
            PdnConnectionId = wanted.PdnConnectionId,
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = HandoffIndicator.Unknown,
            LinkLayerAddress = new MacAddress(device.LinkLayerAddress),
            AccessNode = device.AccessNodeOf(step.Connection),
        };
        return Engine.Attach(request, now, wall, step.Outbox, out _);
    }
}
