using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Pmip.Engine;
using Pmip.Simulation.Properties;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Worlds;

/// <summary>
/// A Proxy Mobile IPv6 domain in one thread on virtual time: real engines, and models of everything around them. Everything that happens is ordered
/// by time and then by when it was planned, so a schedule always gives the same run.
/// </summary>
public sealed partial class World
{
    public const long Second = 1_000_000;
    private const long StartTime = Second;
    private const int StepsMax = 4_000_000;
    private readonly PriorityQueue<Event, (long Time, long Number)> _events = new();
    private readonly Property[] _properties;
    private readonly Step _step = new();
    private readonly TextWriter? _trace;
    private readonly CaptureFile? _capture;
    private long _eventNumber;

    public World(Schedule schedule, TextWriter? trace = null, Stream? capture = null)
    {
        Schedule = schedule;
        Options = schedule.Options;
        _fates = schedule.MakeFates();
        _trace = trace;
        _capture = capture is null ? null : new CaptureFile(capture);
        Composition.Build(this, out AnchorNode[] anchors, out GatewayNode[] gateways, out Device[] devices);
        Anchors = anchors;
        Gateways = gateways;
        Devices = devices;
        Nodes = [.. anchors, .. gateways];
        _isCut = new bool[Nodes.Length, Nodes.Length];
        _passages = new int[Nodes.Length + 1, Nodes.Length];
        foreach (Node node in Nodes)
        {
            node.Start();
            node.Clock.DriftPpm = Options.Has(Knob.DriftPpm) ? ((node.Number * 7919) % (2 * Options[Knob.DriftPpm])) - Options[Knob.DriftPpm] : 0;
        }

        _properties = AllProperties.For(this);
        for (int i = 0; i < schedule.Happenings.Count; i++)
        {
            Plan(StartTime + schedule.Happenings[i].Time, new Event { Kind = EventKind.Happening, A = i });
        }

        Plan(StartTime + (Options[Knob.Seconds] * Second), new Event { Kind = EventKind.Heal });
    }

    public Schedule Schedule { get; }

    public Options Options { get; }

    public Identities Identities { get; } = new();

    public AnchorNode[] Anchors { get; }

    public GatewayNode[] Gateways { get; }

    public Node[] Nodes { get; }

    public Device[] Devices { get; }

    public long Now { get; private set; } = StartTime;

    public long Steps { get; private set; }

    /// <summary>Every effect of every engine, with its octets.</summary>
    public ulong Digest { get; private set; } = 0xCBF2_9CE4_8422_2325;

    /// <summary>Runs to the end, or to a step.</summary>
    /// <exception cref="PropertyViolatedException">A property does not hold.</exception>
    public void Run(long until = long.MaxValue)
    {
        while (!_isDone && Steps < until && Advance())
        {
            Require(Steps < StepsMax, nameof(Liveness), "the world does not come to rest");
        }
    }

    public void Require(bool holds, string property, string claim)
    {
        if (!holds)
        {
            throw new PropertyViolatedException(property, claim, Steps, Now);
        }
    }

    internal void Trace(string line) => _trace?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Steps,7} {Now / Second,5}.{Now % Second:D6} {line}"));

    internal bool IsTracing => _trace is not null;

    // A timer that is due goes before anything that is planned for the same moment.
    private bool Advance()
    {
        long next = _events.TryPeek(out _, out (long Time, long Number) key) ? key.Time : long.MaxValue;
        Node? due = null;
        foreach (Node node in Nodes)
        {
            long deadline = node.IsRunning ? Math.Max(node.NextDeadline.Microseconds, Now) : long.MaxValue;
            if (deadline <= next && (due is null || deadline < next))
            {
                next = deadline;
                due = node;
            }
        }

        if (next == long.MaxValue)
        {
            return false;
        }

        Now = Math.Max(Now, next);
        if (due is not null)
        {
            _step.Kind = StepKind.Timer;
            Do(due);
        }
        else
        {
            Happen(_events.Dequeue());
        }

        return true;
    }

    private void Plan(long time, Event what) => _events.Enqueue(what, (Math.Max(time, Now), _eventNumber++));

    private void Happen(Event what)
    {
        switch (what.Kind)
        {
            case EventKind.Happening:
                Perform(Schedule.Happenings[what.A]);
                break;
            case EventKind.Delivery:
                Deliver(what.Packet!);
                break;
            case EventKind.Retry:
                Retry(what);
                break;
            case EventKind.PresenceAnswer:
                AnswerPresence(what);
                break;
            case EventKind.Departure:
                NoticeAbsence(what);
                break;
            case EventKind.Restart:
                Restart(Nodes[what.A]);
                break;
            case EventKind.GoOn:
                GoOn(Nodes[what.A]);
                break;
            case EventKind.Complete:
                Complete(Nodes[what.A]);
                break;
            case EventKind.Resume:
                Resume(Nodes[what.A], what.B);
                break;
            case EventKind.Reappear:
                ReappearAt(Nodes[what.A]);
                break;
            case EventKind.KernelCatchesUp:
                Nodes[what.A].Kernel.Advance(Now);
                if (Nodes[what.A].IsUp)
                {
                    CheckSettled(Nodes[what.A]);
                }

                break;
            case EventKind.TunnelArrival:
                Decapsulate(what.Tunnelled!);
                break;
            case EventKind.Heal:
                Heal();
                break;
            case EventKind.Freeze:
                Freeze();
                break;
            case EventKind.Probe:
                Probe();
                break;
        }
    }

    // One call of one engine, all properties, then its effects.
    private void Do(Node node)
    {
        Step step = _step;
        Steps++;
        step.Number = Steps;
        step.Now = Now;
        step.Node = node;
        step.Changed.Clear();
        step.Sent.Clear();
        step.Destinations.Clear();
        step.DidWork = false;
        node.Remember();
        try
        {
            node.Perform(step, node.Clock.At(Now));
            node.Observe(step);
            node.Keep(step);
            if (Steps % Options[Knob.VerifyEvery] == 0)
            {
                node.Verify();
            }
        }
        catch (Exception broken) when (broken is not PropertyViolatedException)
        {
            throw new PropertyViolatedException(nameof(S8), $"{node.Name} {step.Kind}: {broken.Message}\n{broken.StackTrace}", Steps, Now);
        }

        ReadMessages(step);
        Learn(step);
        if (IsTracing)
        {
            Trace(TraceLine.Of(step));
        }

        foreach (Property property in _properties)
        {
            property.After(step);
        }

        Remember(step);

        Drain(node);
    }

    private void ReadMessages(Step step)
    {
        foreach (ref readonly Effect effect in step.Outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit)
            {
                step.Destinations.Add(step.Outbox.PathOf(effect).OuterRemote);
                step.Sent.Add((effect.Slot, MessageFacts.Of(step.Outbox.PathOf(effect), step.Outbox.BytesOf(effect))));
            }
        }
    }

    private void Drain(Node node)
    {
        Outbox outbox = _step.Outbox;
        Mix((ulong)node.Number);
        int refused = -1;
        foreach (ref readonly Effect effect in outbox.Effects)
        {
            if (node.EffectsUntilCrash == 0)
            {
                Crash(node);
                break;
            }

            node.EffectsUntilCrash -= node.EffectsUntilCrash > 0 ? 1 : 0;
            Mix(((ulong)effect.Kind << 56) | ((ulong)effect.Code << 48) | unchecked((uint)effect.Slot));
            Mix(outbox.BytesOf(effect));
            if (effect.Kind == EffectKind.Transmit)
            {
                Send(node, outbox.PathOf(effect), outbox.BytesOf(effect));
            }
            else if (effect.Kind is EffectKind.InstallSession or EffectKind.RemoveSession)
            {
                if (!Install(node, effect, outbox))
                {
                    refused = outbox.SessionOf(effect).Index;
                    break;
                }
            }
            else if (effect.Kind is EffectKind.ConnectionUp or EffectKind.ConnectionDown or EffectKind.ConnectionRefused)
            {
                Tell(node, effect);
            }
            else if (effect.Kind == EffectKind.ProbePresence)
            {
                Plan(Now + ProbeTime, new Event { Kind = EventKind.PresenceAnswer, A = effect.Detail, B = node.Number, C = node.Life });
            }
        }

        outbox.Clear();
        if (refused >= 0)
        {
            _step.Kind = StepKind.SessionRefused;
            _step.Subject = refused;
            Do(node);
        }
        else if (node.IsUp && !IsGoingOn)
        {
            CheckSettled(node);
        }
    }

    private bool Install(Node node, in Effect effect, Outbox outbox)
    {
        ref readonly Engine.Sessions.TunnelSession session = ref outbox.SessionOf(effect);
        Mix(((ulong)session.SendKey.Value << 32) | session.ReceiveKey.Value);
        Mix(((ulong)(uint)session.Index << 32) | session.Generation);
        long lag = Options[Knob.KernelLagMilliseconds] * 1000L;
        int slot = effect.Slot;
        int identity = node.Images[slot].Exists ? node.Images[slot].Identity : node.Before[slot].Identity;
        if (!node.Kernel.Apply(effect.Kind, session, identity, Now, _isHealed ? 0 : lag))
        {
            Trace($"{node.Name} kernel refuses session {session.Index}");
            return false;
        }

        if (node.Kernel.IsBehind)
        {
            Plan(node.Kernel.NextChange, new Event { Kind = EventKind.KernelCatchesUp, A = node.Number });
            Plan(Now + lag, new Event { Kind = EventKind.KernelCatchesUp, A = node.Number });
        }

        return true;
    }

    private void CheckSettled(Node node)
    {
        foreach (Property property in _properties)
        {
            property.Settled(node);
        }
    }

    private void Mix(ulong value) => Digest = unchecked((Digest ^ value) * 0x0000_0100_0000_01B3UL) ^ (Digest >> 29);

    private void Mix(ReadOnlySpan<byte> octets)
    {
        foreach (byte octet in octets)
        {
            Digest = unchecked((Digest ^ octet) * 0x0000_0100_0000_01B3UL);
        }
    }
}
