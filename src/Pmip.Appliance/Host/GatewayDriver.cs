using System;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Appliance.Logging;
using Pmip.DataPath;
using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Host;

/// <summary>
/// Drives the MAG: its engine towards the LMAs and its access links towards the nodes, and carries the wishes of each to the
/// other. One step at a time; a step's effects are done before the next step begins.
/// </summary>
internal sealed partial class GatewayDriver(
    MobileAccessGateway engine,
    AccessLinks links,
    NodeProfiles profiles,
    AccessPorts accessPorts,
    ServedNodes nodes,
    GatewayWork work,
    EngineEffects effects,
    IGreDataPath dataPath,
    TurnClock clock,
    RoomEvents events,
    RoomEvents accessEvents,
    NodeTraffic traffic)
{
    private readonly Outbox _outbox = new();
    private NodeProfiles _profiles = profiles;
    private readonly AccessOutbox _accessOutbox = new();
    private readonly byte[] _identifier = new byte[byte.MaxValue];
    private readonly byte[] _traced = new byte[byte.MaxValue];
    private KnownConnection _known = KnownConnection.None;

    /// <summary>The engine, for the console.</summary>
    public MobileAccessGateway Engine { get; } = engine;

    /// <summary>The access side, for the console.</summary>
    public AccessLinks Links { get; } = links;

    /// <summary>Requests for routes to nodes that the kernel refused.</summary>
    public long RoutesRefused => nodes.RoutesRefused;

    /// <summary>When one of the two wants to be driven next.</summary>
    public Instant NextDeadline =>
        Instant.Earliest(nodes.NextDeadline(clock.Now), Engine.NextDeadline < Links.NextDeadline ? Engine.NextDeadline : Links.NextDeadline);

    /// <summary>Does what may wait until the messages of a turn are sent.</summary>
    public void EndTurn() => nodes.ApplyRoutes();

    /// <summary>A mobility header arrived.</summary>
    public void Receive(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader)
    {
        events.Trace?.Received(events.Room, path, mobilityHeader);
        Engine.Receive(path, mobilityHeader, clock.Now, clock.Wall, _outbox);
        Perform(path.Remote);
        Settle();
    }

    /// <summary>A frame arrived on an access link.</summary>
    public void ReceiveFrame(int link, ReadOnlySpan<byte> frame)
    {
        if (events.Trace is TraceTap trace)
        {
            TraceReceived(trace, frame);
        }

        Links.Receive(link, frame, clock.Now, _accessOutbox);
        PerformAccess();
        Settle();
    }

    /// <summary>A message arrived where we relay DHCP from.</summary>
    public void ReceiveRelayed(IpAddress source, ReadOnlySpan<byte> octets)
    {
        events.Trace?.BeginSteps(TraceCause.Frame);
        Links.ReceiveRelayed(source, octets, clock.Now, _accessOutbox);
        PerformAccess();
        Settle();
    }

    /// <summary>An access link came up or went down.</summary>
    public void LinkChanged(int link, bool isUp)
    {
        if (isUp)
        {
            Links.LinkUp(link, clock.Now, _accessOutbox);
        }
        else
        {
            Links.LinkDown(link, clock.Now, _accessOutbox);
        }

        PerformAccess();
        Settle();
    }

    /// <summary>Lets at most <paramref name="budget"/> due timers of each side fire.</summary>
    public void Expire(int budget)
    {
        events.Trace?.BeginSteps(TraceCause.Timer);
        nodes.Maintain(clock.Now);
        for (int i = 0; i < budget && Engine.Expire(clock.Now, clock.Wall, _outbox); i++)
        {
            Perform(default);
            Settle();
        }

        for (int i = 0; i < budget && Links.Expire(clock.Now, _accessOutbox); i++)
        {
            PerformAccess();
            Settle();
        }
    }

    private void Settle()
    {
        while (work.TryTake(out GatewayWork.Item item))
        {
            if (item.FromEngine)
            {
                TellAccess(item.Engine);
            }
            else
            {
                TellEngine(item.Access);
            }
        }
    }

    private void TellAccess(in Effect effect)
    {
        ConnectionNumber number = ConnectionNumber.From(effect.Detail);
        switch (effect.Kind)
        {
            case EffectKind.ConnectionUp:
                if (!Engine.TryRead(effect.Slot, clock.Now, out BindingUpdateListEntryView view))
                {
                    return; // Gone again within the same step.
                }

                ConnectionGrant grant = GrantOf(view);
                nodes.AddRoutes(effect.Slot, number.Node, grant);
                if (!_isReinstating)
                {
                    events.Write(EventKind.ConnectionUp, view.Identifier);
                }

                Links.ConnectionUp(number.Node, number.Connection, grant, clock.Now, _accessOutbox);
                break;
            case EffectKind.ConnectionDown:
                nodes.RemoveRoutes(effect.Slot);
                Links.ConnectionDown(number.Node, number.Connection, clock.Now, _accessOutbox, AfterEnd((ConnectionEnd)effect.Code));
                break;
            case EffectKind.ProbePresence:
                Links.AskPresence(number.Node, _accessOutbox);
                break;
            default:
                RegistrationFailed(number, (BindingStatus)effect.Code);
                break;
        }

        PerformAccess();
    }

    private void TellEngine(in AccessEffect effect)
    {
        for (int connection = 0; connection < AccessLinks.ConnectionsPerNodeMax; connection++)
        {
            if ((effect.Connections >> connection & 1) == 0)
            {
                continue;
            }

            ConnectionNumber number = new(effect.Node, connection);
            switch (effect.Kind)
            {
                case AccessEffectKind.NodeArrived:
                    Attach(effect, number);
                    break;
                case AccessEffectKind.NodeReaffirmed:
                    Reaffirm(number);
                    break;
                case AccessEffectKind.NodePresent:
                    NotePresent(number);
                    break;
                case AccessEffectKind.NodeSilent:
                    NoteTraffic(number);
                    break;
                case AccessEffectKind.Ipv4Wanted:
                    RequestIpv4(number);
                    break;
                default:
                    Detach(number, EndOf(effect));
                    break;
            }
        }
    }

    private void Reaffirm(ConnectionNumber number)
    {
        for (int slot = -1; Engine.FindByAccessNode(number.Value, slot, out slot);)
        {
            Engine.Reaffirm(slot, clock.Now, clock.Wall, _outbox);
            Perform(default);
        }
    }

    // A connection that is ending already may stand beside a newer one of the same number: both are walked, one is detached.
    private void Detach(ConnectionNumber number, ConnectionEnd why)
    {
        for (int slot = -1; Engine.FindByAccessNode(number.Value, slot, out slot);)
        {
            Engine.Detach(slot, why, clock.Now, clock.Wall, _outbox);
            Perform(default);
        }
    }

    private void Attach(in AccessEffect effect, ConnectionNumber number)
    {
        if (!Links.TryRead(number.Node, out AccessNodeView node))
        {
            return; // Gone again within the same step.
        }

        ConnectionConfiguration wanted = _profiles.ConnectionOf(effect.Profile, number.Connection);
        ReadOnlySpan<byte> identifier = _profiles.WriteIdentifier(effect.Profile, node.LinkLayerAddress, _identifier);
        AttachRequest request = new()
        {
            Identifier = identifier,
            AccessPoint = wanted.AccessPoint,
            Lma = wanted.Lma,
            Type = wanted.Type,
            PdnConnectionId = wanted.PdnConnectionId,
            AccessTechnology = accessPorts.TechnologyOf(effect.Link),
            HandoffIndicator = HandoffIndicator.Unknown,
            LinkLayerAddress = node.LinkLayerAddress,
            AsksForNameServers = wanted.AsksForNameServers,
            AccessNode = number.Value,
        };
        _known.Complete(ref request);
        AttachStatus status = Engine.Attach(request, clock.Now, clock.Wall, _outbox, out _);
        Perform(default);
        if (status != AttachStatus.Pending)
        {
            // Somebody else has this identity (AlreadyAttached) or there is no room: the access side tries again after a while.
            events.Write(EventKind.AttachRefused, identifier, (byte)status, node: node.LinkLayerAddress);
            AttachFailed(number, wanted, status);
            PerformAccess();
        }
    }

    private static ConnectionEnd EndOf(in AccessEffect effect) => effect.Reason switch
    {
        LeaveReason.Operator => ConnectionEnd.Operator,
        LeaveReason.Reconfigured => ConnectionEnd.Reconfigured,
        _ => ConnectionEnd.NodeLeft,
    };

    private ConnectionGrant GrantOf(in BindingUpdateListEntryView view) => new()
    {
        Prefixes = view.HomeNetworkPrefixes,
        HomeAddress4 = view.HomeAddress4,
        HomeAddress4PrefixLength = view.HomeAddress4PrefixLength,
        DefaultRouter4 = view.DefaultRouter4,
        IsDhcpServer = view.IsDhcpServer,
        TunnelMtu = dataPath.TunnelMtu(!view.Path.IsIPv4Transport),
        Lifetime = view.LifetimeRemaining,
        IsIpv4Deferred = view.IsIpv4Deferred,
        NameServers = view.NameServers,
        InterfaceIdentifier = view.HomeNetworkPrefixes.Count > 0 ? view.HomeNetworkPrefixes[0].Address.Low : 0,
    };

    private void Perform(IpAddress peer)
    {
        Keep();
        int refused = effects.Perform(_outbox, peer);
        if (refused >= 0)
        {
            // What the engine asks for after a refusal is only removals and messages, so this ends.
            Engine.SessionRefused(refused, clock.Now, clock.Wall, _outbox);
            Keep();
            refused = effects.Perform(_outbox, peer);
            Invariant.Require(refused < 0);
        }

        if (events.Trace is TraceTap trace)
        {
            NoteStates(trace);
        }
    }

    private void PerformAccess()
    {
        TraceTap? trace = events.Trace;
        foreach (ref readonly AccessEffect effect in _accessOutbox.Effects)
        {
            if (trace is not null)
            {
                TraceAccess(trace, effect);
            }

            switch (effect.Kind)
            {
                case AccessEffectKind.RelayDhcp:
                    accessPorts.Relay(_accessOutbox.BytesOf(effect));
                    break;
                case AccessEffectKind.TransmitFrame:
                    accessPorts.Send(effect.Link, _accessOutbox.BytesOf(effect));
                    break;
                case AccessEffectKind.NodeServed:
                case AccessEffectKind.NodeForgotten:
                    nodes.SetServed(effect.Link, effect.Node, effect.Kind == AccessEffectKind.NodeServed);
                    break;
                default:
                    Report(effect);
                    work.Add(effect);
                    break;
            }
        }

        _accessOutbox.Clear();
    }

    private void Report(in AccessEffect effect)
    {
        if (effect.Kind is AccessEffectKind.NodeArrived or AccessEffectKind.NodeLeft && Links.TryRead(effect.Node, out AccessNodeView node))
        {
            EventKind kind = effect.Kind == AccessEffectKind.NodeArrived ? EventKind.NodeArrived : EventKind.NodeLeft;
            ReadOnlySpan<byte> identifier = effect.Profile < 0 ? default // A node that has no profile any more.
                : _profiles.WriteIdentifier(effect.Profile, node.LinkLayerAddress, _identifier);
            accessEvents.Write(kind, identifier, effect.Code, accessPorts.InterfaceIndexOf(effect.Link), node: node.LinkLayerAddress);
        }
    }
}
