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

    /// <summary>What peers hear as its restart counter: one more with each start without the bindings of before.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Processes until now; timers of one mean nothing to the next.</summary>
    public int Life { get; private set; }

    /// <summary>What the process keeps for the next one.</summary>
    public KeptMemory Kept { get; } = new();

    /// <summary>The end that is coming leaves tables and memory for another process.</summary>
    public bool LeavesMemory { get; set; }

    /// <summary>It has had another configuration than the first: what contradicts it may be on its way out.</summary>
    public bool WasReconfigured { get; protected set; }

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
        AnnouncesRestart = Incarnation > 1 && !IsWhole,
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

    /// <summary>Keeps what a step changed; before its effects.</summary>
    public abstract void Keep(Step step);

    /// <summary>Gives the bindings of the process before to an engine that was just made; "" or why one of them cannot be.</summary>
    protected abstract string Restore(Instant now);

    /// <summary>Keeps a binding anew, as the engine has it now.</summary>
    protected abstract bool TryKeep(int slot, Span<byte> room, out int length);

    public void Start()
    {
        Incarnation++;
        IsWhole = false;
        WasReconfigured = false;
        LeavesMemory = false;
        Kernel.Clear();
        Kept.Begin(Options[Knob.Bindings]);
        MakeEngine();
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

    /// <summary>True when the process has gone on with what another one kept.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>
    /// Another process begins with what the last one kept. False when it cannot have all of it, which is no fault only when
    /// <paramref name="problem"/> is empty: then it has to <see cref="Start"/>.
    /// </summary>
    public bool TryGoOn(Instant now, out string problem)
    {
        problem = "";
        if (Kept.IsSweeping)
        {
            return false;
        }

        IsWhole = true;
        MakeEngine();
        string refused = Restore(now);
        if (refused.Length > 0)
        {
            problem = WasReconfigured ? "" : refused;
            return false;
        }

        LeavesMemory = false;
        EffectsUntilCrash = -1;
        IsUp = true;
        return true;
    }

    /// <summary>Reads every slot outside of a step.</summary>
    public void ReadAll(Instant now)
    {
        for (int slot = 0; slot < Images.Length; slot++)
        {
            Images[slot] = Read(slot, Images[slot], now);
        }

        Remember();
    }

    /// <summary>
    /// The first slot that would not be kept as it was, though nothing has happened but the change of processes; -1 for none. And the first octet
    /// of its record that differs.
    /// </summary>
    public int FindForgotten(out int octet)
    {
        Span<byte> room = stackalloc byte[KeptMemory.RecordMax];
        for (int slot = 0; slot < Capacity; slot++)
        {
            byte[]? record = Kept[slot];
            if (record is not null && !IsOnItsWay(record) && !(TryKeep(slot, room, out int length) && room[..length].SequenceEqual(record)))
            {
                octet = room.CommonPrefixLength(record);
                return slot;
            }
        }

        octet = -1;
        return -1;
    }

    /// <summary>True for the record of a binding that something is done about, which another process begins anew.</summary>
    protected abstract bool IsOnItsWay(byte[] record);

    private void MakeEngine()
    {
        Life++;
        Prng prng = new(unchecked(_seed + ((ulong)Number << 32) + (ulong)Life));
        MakeEngine(new EngineSecrets(prng.Next(), prng.Next(), prng.Next(), prng.Next(), prng.Next()));
    }

    public void Crash()
    {
        IsUp = false;
        IsPaused = false;
        if (!LeavesMemory)
        {
            Kernel.Clear();
        }
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
