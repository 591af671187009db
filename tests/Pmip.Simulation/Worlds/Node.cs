using System;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Worlds;

/// <summary>A gateway with its clock and its kernel. A crash takes its engine and its tables away; another incarnation begins empty.</summary>
public abstract class Node
{
    /// <summary>Slots of peers that an engine has at most.</summary>
    public const int PeersMax = 8;

    private readonly ulong _seed;

    protected Node(int number, string name, IpAddress ipv6, IpAddress ipv4, Options options, ulong seed)
    {
        Options = options;
        Number = number;
        Name = name;
        Ipv6 = ipv6;
        Ipv4 = ipv4;
        _seed = seed;
        Kernel = new KernelModel { Capacity = options.Has(Knob.KernelSessions) ? options[Knob.KernelSessions] : int.MaxValue };
    }

    protected Options Options { get; }

    public int Number { get; }

    public string Name { get; }

    public IpAddress Ipv6 { get; }

    public IpAddress Ipv4 { get; }

    public NodeClock Clock { get; } = new();

    public KernelModel Kernel { get; }

    public int Incarnation { get; private set; }

    public bool IsUp { get; private set; }

    public bool IsPaused { get; set; }

    /// <summary>Effects until it crashes; negative when it does not.</summary>
    public int EffectsUntilCrash { get; set; } = -1;

    public long DownFor { get; set; }

    public bool IsRunning => IsUp && !IsPaused;

    // The restart counter is kept where a crash does not reach it (TS 23.007).
    protected SupervisionConfiguration Supervision => new()
    {
        HeartbeatInterval = Duration.FromSeconds(Options[Knob.HeartbeatSeconds]),
        RestartCounter = (uint)Incarnation,
        AnnouncesRestart = Incarnation > 1,
    };

    protected SupervisionConfiguration Rarer => Supervision with { HeartbeatInterval = Duration.FromSeconds(3L * Options[Knob.HeartbeatSeconds] / 2) };

    public BindingImage[] Images { get; private set; } = [];

    public BindingImage[] Before { get; private set; } = [];

    public long[] CountersBefore { get; private set; } = [];

    /// <summary>Timestamp of the last accepted request, by slot.</summary>
    public ulong[] LastTimestamps { get; private set; } = [];

    /// <summary>Number of the last request that was sent, by slot; -1 for none.</summary>
    public int[] LastSequences { get; private set; } = [];

    public Knowledge Knowledge { get; private set; } = new(PeersMax);

    /// <summary>When the binding was registered or refreshed the last time, by slot.</summary>
    public long[] RegisteredAt { get; private set; } = [];

    /// <summary>When the last request was sent, by slot.</summary>
    public long[] LastSent { get; private set; } = [];

    public abstract Instant NextDeadline { get; }

    public abstract int Capacity { get; }

    public abstract int CounterCount { get; }

    public abstract long CounterAt(int counter);

    public abstract string CounterName(int counter);

    public abstract void Perform(Step step, WallClock wall);

    public abstract void Verify();

    /// <summary>The slot of the peer with an address, or -1.</summary>
    public abstract int PeerOf(IpAddress address);

    public bool IsPeer(IpAddress address) => PeerOf(address) >= 0;

    public abstract bool HasSweepBegun { get; }

    protected abstract void MakeEngine(EngineSecrets secrets);

    protected abstract BindingImage Read(int slot, in BindingImage last, Instant now);

    public void Start()
    {
        Incarnation++;
        Prng prng = new(unchecked(_seed + ((ulong)Number << 32) + (ulong)Incarnation));
        MakeEngine(new EngineSecrets(prng.Next(), prng.Next(), prng.Next(), prng.Next(), prng.Next()));
        Images = new BindingImage[Capacity];
        Before = new BindingImage[Capacity];
        CountersBefore = new long[CounterCount];
        LastTimestamps = new ulong[Capacity];
        LastSequences = new int[Capacity];
        LastSent = new long[Capacity];
        Array.Fill(LastSequences, -1);
        RegisteredAt = new long[Capacity];
        Knowledge = new Knowledge(PeersMax);
        EffectsUntilCrash = -1;
        IsUp = true;
    }

    public void Crash()
    {
        IsUp = false;
        IsPaused = false;
        Kernel.Clear();
    }

    /// <summary>Keeps what was before a step.</summary>
    public void Remember()
    {
        Images.CopyTo(Before, 0);
        for (int i = 0; i < CountersBefore.Length; i++)
        {
            CountersBefore[i] = CounterAt(i);
        }
    }

    /// <summary>Reads every slot after a step.</summary>
    public void Observe(Step step)
    {
        Instant now = new(step.Now);
        for (int slot = 0; slot < Images.Length; slot++)
        {
            Images[slot] = Read(slot, Before[slot], now);
            if (Images[slot] != Before[slot])
            {
                step.Changed.Add(slot);
            }
        }
    }

    // What is overdue, since the node stood still, shows no time left.
    protected static long DeadlineOf(Duration remaining, in BindingImage last, Instant now) =>
        remaining == Duration.Zero && last.Deadline > 0 ? Math.Min(last.Deadline, now.Microseconds) : now.Plus(remaining).Microseconds;

    public int SlotOfSession(int session)
    {
        for (int slot = 0; slot < Images.Length; slot++)
        {
            if (Images[slot].Exists && Images[slot].Session == session)
            {
                return slot;
            }
        }

        return -1;
    }
}
