using System;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Appliance.Logging;
using Pmip.Appliance.State;
using Pmip.Appliance.Tunnels;
using Pmip.DataPath;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <summary>
/// The one thread of the control plane: waits until something arrived or is due, does a bounded amount of it, sends what came
/// out, and waits again. Nothing else touches the engines. After start a turn allocates nothing.
/// </summary>
internal sealed class ControlLoop(
    EventPoll poll,
    NodeSurroundings surroundings,
    NetlinkMonitor news,
    SignallingPorts ports,
    IGreDataPath dataPath,
    AnchorDriver? anchor,
    GatewayDriver? gateway,
    AccessPorts? accessPorts,
    AccessLinkKeeper? keeper,
    ControlDriver control,
    TunnelSupervision supervision,
    int life,
    RoomEvents events)
{
    // The most that one turn does of each kind, so that no flood keeps the loop from the other kinds.
    private const int FramesPerTurn = 64;
    private const int TimersPerTurn = 64;
    private const int NewsPerTurn = 64;
    private const int DeregistrationsPerTurn = 64;
    private const int SlotsPerTurn = 4096;

    /// <summary>How long a stopping MAG waits for the answers to its de-registrations.</summary>
    private static readonly Duration s_stopWait = Duration.FromSeconds(2);

    private readonly TurnClock _clock = surroundings.Clock;
    private readonly PollEvent[] _ready = new PollEvent[64];
    private readonly byte[] _frame = new byte[2048];
    private readonly TurnProgress _progress = new(surroundings.Progress);
    private readonly Duration _idle = surroundings.IdleTurn;
    private bool _routesMoved;
    private Instant _stopBy = Instant.Never;
    private int _nextToDeregister = int.MaxValue;
    private LifeEnd _end = LifeEnd.Signal;
    private bool _hasTurned;

    /// <summary>What watches over idle tunnels. Only the loop's thread changes it.</summary>
    public TunnelSupervision Supervision { get; set; } = supervision;

    /// <summary>Turns until a signal or another thread ends it.</summary>
    public LifeEnd Run()
    {
        surroundings.Meter.Begin();

        // A peer that hears of our restart ends what it has with us: it has to hear of it before the first node registers again.
        _clock.Advance();
        anchor?.Expire(TimersPerTurn);
        gateway?.Expire(TimersPerTurn);
        ports.Flush();
        gateway?.EndTurn();
        while (_stopBy == Instant.Never || !IsStopped())
        {
            LinuxStatus status = poll.Wait(_ready, TimeToNextDeadline(), out int count);
            _clock.Advance();
            surroundings.Meter.Turn();
            if (!status.IsOk)
            {
                events.Write(EventKind.KernelRefused, "waiting for events"u8, number: status.Errno);
                return LifeEnd.Failed;
            }

            for (int i = 0; i < count; i++)
            {
                Dispatch(_ready[i]);
            }

            anchor?.Expire(TimersPerTurn);
            gateway?.Expire(TimersPerTurn);
            Supervision.Turn(_clock.Now);
            dataPath.Maintain(_clock.Now);
            Deregister();
            if (_routesMoved)
            {
                _routesMoved = false;
                dataPath.RoutesChanged();
            }

            ports.Flush();
            gateway?.EndTurn();
            NoteProgress();
            if (!_hasTurned)
            {
                _hasTurned = true;
                NoteRestored(anchor?.Kept);
                NoteRestored(gateway?.Kept);
            }
        }

        return _end;
    }

    private Duration TimeToNextDeadline()
    {
        if (HasMoreToDeregister)
        {
            return default;
        }

        Instant next = _stopBy;
        next = anchor is null ? next : Instant.Earliest(next, anchor.NextDeadline);
        next = gateway is null ? next : Instant.Earliest(next, gateway.NextDeadline);
        next = Instant.Earliest(next, Supervision.NextDeadline(_clock.Now));
        next = Instant.Earliest(next, dataPath.NextDeadline(_clock.Now));
        Duration wait = next.Since(MonotonicClock.Now);
        return wait < _idle ? wait : _idle;
    }

    // What was kept has been lived with: it is not what starts die of.
    private static void NoteRestored(KeptBindings? kept)
    {
        if (kept is not null)
        {
            kept.Attempts = 0;
        }
    }

    private void NoteProgress()
    {
        Instant due = anchor is null ? Instant.Never : anchor.NextDeadline;
        _progress.TurnEnded(_clock.Now, gateway is null ? due : Instant.Earliest(due, gateway.NextDeadline));
    }

    private void Dispatch(in PollEvent ready)
    {
        int number = LoopToken.NumberOf(ready.Token);
        switch (LoopToken.SourceOf(ready.Token))
        {
            case LoopSource.Signal:
                TakeSignals();
                break;
            case LoopSource.Signalling:
                TakeMessages((SignallingPorts.Kind)number);
                break;
            case LoopSource.KernelNews:
                TakeNews();
                break;
            case LoopSource.AccessLink:
                TakeFrames(number);
                break;
            case LoopSource.DhcpRelay:
                TakeRelayed(accessPorts!.DhcpRelay!);
                break;
            case LoopSource.Control:
                events.Trace?.BeginSteps(TraceCause.Operator);
                control.Ready(number, ready);
                break;
            case LoopSource.Mailbox:
                TakeWork();
                break;
            case LoopSource.SlowPath:
                dataPath.SlowPathReady(number, _clock.Now);
                break;
        }
    }

    private void TakeMessages(SignallingPorts.Kind kind)
    {
        LinuxStatus status = ports.Receive(kind);
        if (!status.IsOk)
        {
            // An ICMP error of an earlier message shows up here; the engines have timers for what gets no answer.
            return;
        }

        if (anchor is not null && ports.ArrivedCount > 1)
        {
            for (int i = 0; i < ports.ArrivedCount; i++)
            {
                anchor.Anticipate(ports.Glance(kind, i));
            }

            anchor.AnticipateBindings();
        }

        for (int i = 0; i < ports.ArrivedCount; i++)
        {
            if (ports.TryRead(kind, i, out SignallingPath path, out ReadOnlySpan<byte> octets))
            {
                Deliver(path, octets);
            }
        }
    }

    // Only a node that is both has to look whose message it is; either engine reads the header by itself.
    private void Deliver(in SignallingPath path, ReadOnlySpan<byte> octets)
    {
        MessageOwners owners = anchor is null ? MessageOwners.Gateway
            : gateway is null ? MessageOwners.Anchor
            : MessageOwner.Of(path, octets, anchor.Engine.Peers, gateway.Engine.Peers);
        if ((owners & MessageOwners.Anchor) != 0)
        {
            anchor!.Receive(path, octets);
        }

        if ((owners & MessageOwners.Gateway) != 0)
        {
            gateway!.Receive(path, octets);
        }
    }

    private void TakeFrames(int link)
    {
        for (int i = 0; i < FramesPerTurn && accessPorts!.TryReceive(link, _frame, out int length); i++)
        {
            gateway!.ReceiveFrame(link, _frame.AsSpan(0, length));
        }
    }

    private void TakeRelayed(DhcpRelayPort relay)
    {
        if (!relay.Receive().IsOk)
        {
            return; // An ICMP error of an earlier message; the device asks again by itself.
        }

        for (int i = 0; i < relay.ArrivedCount; i++)
        {
            if (relay.TryRead(i, out IpAddress source, out ReadOnlySpan<byte> octets))
            {
                gateway!.ReceiveRelayed(source, octets);
            }
        }
    }

    private void TakeNews()
    {
        for (int i = 0; i < NewsPerTurn && news.TryRead(out NetlinkEvent happened); i++)
        {
            switch (happened.Kind)
            {
                case NetlinkEventKind.LinkChanged:
                case NetlinkEventKind.LinkRemoved:
                    LinkMoved(happened);
                    _routesMoved = true;
                    break;
                case NetlinkEventKind.Overrun:
                    keeper?.LookAgain();
                    _routesMoved = true;
                    break;
                case NetlinkEventKind.RouteChanged:
                    // No other node is reached over a route to one of our nodes, and those come and go all the time.
                    _routesMoved |= !happened.IsOurs || accessPorts?.Has(happened.InterfaceIndex) != true;
                    break;
                case NetlinkEventKind.NeighborChanged:
                    bool usable = NeighborState.IsUsableIn(happened.NeighborState);
                    dataPath.NeighborChanged(happened.InterfaceIndex, happened.Neighbor, usable ? happened.LinkLayerAddress : default);
                    break;
                case NetlinkEventKind.NeighborRemoved:
                    dataPath.NeighborChanged(happened.InterfaceIndex, happened.Neighbor, default);
                    break;
            }
        }
    }

    private void LinkMoved(in NetlinkEvent happened)
    {
        int link = accessPorts?.FindByName(happened.Name) ?? -1;
        if (link >= 0)
        {
            keeper!.Changed(link, happened.Kind == NetlinkEventKind.LinkRemoved ? default : happened.Link);
        }
        else
        {
            dataPath.InterfaceChanged(happened.Name);
        }
    }

    private void TakeSignals()
    {
        while (surroundings.Signals.TryRead(out ProcessSignal signal))
        {
            if (signal == ProcessSignal.HangUp)
            {
                surroundings.HangUp.Raise(); // Taking a file in is not for this thread.
                continue;
            }

            events.Write(EventKind.Stopping, default, number: (long)signal);
            _end = LifeEnd.Signal;
            BeginStop();
        }
    }

    private void TakeWork()
    {
        surroundings.Mailbox.Take(life);
        if (surroundings.Mailbox.IsEndAsked && _stopBy == Instant.Never)
        {
            _end = LifeEnd.Order;
            BeginStop();
        }
    }

    // A MAG whose packets end takes its nodes' bindings with it: the LMA would otherwise send into the void until they expire.
    private void BeginStop()
    {
        dataPath.IsKept = dataPath.IsKept && !surroundings.EndsForGood;
        if (dataPath.IsKept)
        {
            _stopBy = _clock.Now;
            return;
        }

        if (_stopBy != Instant.Never)
        {
            _stopBy = _clock.Now; // The second signal is impatient.
            return;
        }

        _stopBy = gateway is null ? _clock.Now : _clock.Now.Plus(s_stopWait);
        _nextToDeregister = 0;
    }

    private bool HasMoreToDeregister => gateway is not null && _nextToDeregister < gateway.Engine.Capacity;

    private void Deregister()
    {
        int done = 0;
        for (int seen = 0; seen < SlotsPerTurn && done < DeregistrationsPerTurn && HasMoreToDeregister; seen++)
        {
            done += gateway!.Deregister(_nextToDeregister++) ? 1 : 0;
        }
    }

    private bool IsStopped() => _clock.Now >= _stopBy || gateway is null || gateway.Engine.Count == 0;
}
