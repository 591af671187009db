using System.Collections.Generic;
using Pmip.Foundation.Randomness;

namespace Pmip.Simulation.Schedules;

/// <summary>Draws what is done to the world in the safety phase of a run.</summary>
internal sealed class Plan(Options options, ulong seed)
{
    private const long Second = 1_000_000;
    private readonly Prng _prng = new(seed);
    private readonly List<Happening> _happenings = [];

    private long End => options[Knob.Seconds] * Second;

    private int Nodes => options[Knob.Lmas] + options[Knob.Mags];

    public IReadOnlyList<Happening> Make()
    {
        Lives();
        Storms();
        PingPongs();
        Repeat(Knob.Partitions, Partition);
        Repeat(Knob.Crashes, () => Add(HappeningKind.Crash, _prng.Below(Nodes), _prng.Below(2) * _prng.Below(12), 0, Length(60)));
        Repeat(Knob.Pauses, () => Add(HappeningKind.Pause, _prng.Below(Nodes), 0, 0, Length(60)));
        Repeat(Knob.ClockSteps, () => Add(HappeningKind.StepClock, _prng.Below(Nodes), 0, 0, ClockStep()));
        Repeat(Knob.KernelRefusals, () => Add(HappeningKind.RefuseSessions, _prng.Below(Nodes), 1 + _prng.Below(3), 0, 0));
        Repeat(Knob.StrangerAttacks, () => Attack(HappeningKind.StrangerAttack));
        Repeat(Knob.SpoofingAttacks, () => Attack(HappeningKind.SpoofingAttack));
        Repeat(Knob.InsiderAttacks, () => Attack(HappeningKind.InsiderAttack));
        Repeat(Knob.OperatorActions, () => Add(HappeningKind.OperatorEnds, _prng.Below(Nodes), _prng.Below(256), _prng.Below(OperatorWays.Count), 0));
        Reconfigurations();
        Replacements();
        _happenings.Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : string.CompareOrdinal(a.ToString(), b.ToString()));
        return _happenings;
    }

    private void Reconfigurations()
    {
        Prng apart = new(seed ^ 0x0C0F_1605);
        for (int i = 0; i < options[Knob.Reconfigurations]; i++)
        {
            long time = (long)(apart.Next() % (ulong)End);
            AddAt(time, HappeningKind.Reconfigure, apart.Below(Nodes), apart.Below(options[Knob.Mags]), apart.Below(ReconfigurationWays.Count), 0);
        }
    }

    // Not longer than keys rest: the tables of a dead process send on.
    private void Replacements()
    {
        Prng apart = new(seed ^ 0x0C0F_1606);
        for (int i = 0; i < options[Knob.Replacements]; i++)
        {
            long time = (long)(apart.Next() % (ulong)End);
            AddAt(time, HappeningKind.Replace, apart.Below(Nodes), apart.Below(2) * apart.Below(12), 0, 1 + apart.Below((int)(5 * Second)));
        }
    }

    private void Lives()
    {
        for (int device = 0; device < options[Knob.Devices]; device++)
        {
            long time = Length(20);
            while (time < End)
            {
                bool isNoticed = _prng.Below(100) >= options[Knob.SilentPercent];
                if (_prng.Below(5) == 0)
                {
                    AddAt(time, HappeningKind.Leave, device, 0, isNoticed ? 1 : 0, 0);
                }
                else
                {
                    AddAt(time, HappeningKind.Arrive, device, _prng.Below(options[Knob.Mags]), isNoticed ? 1 : 0, Length(2));
                }

                AddAt(time + Length(3), HappeningKind.Traffic, device, 0, 0, Length(2));
                AddAt(time + Length(30), HappeningKind.Traffic, device, 0, 0, Length(2));
                time += 1000 + _prng.Below((int)(2 * 60 * Second / options[Knob.MovesPerMinute]));
            }
        }
    }

    private void Storms() => Repeat(Knob.Storms, () =>
    {
        long time = Moment();
        bool arrives = _prng.Below(3) > 0;
        int mag = _prng.Below(options[Knob.Mags]);
        for (int device = 0; device < options[Knob.Devices]; device++)
        {
            AddAt(time + _prng.Below(20_000), arrives ? HappeningKind.Arrive : HappeningKind.Leave, device, mag, _prng.Below(2), _prng.Below(50_000));
        }
    });

    // Faster than a round trip: the answers of the first MAG are still on their way when the second registers.
    private void PingPongs() => Repeat(Knob.PingPongs, () =>
    {
        long time = Moment();
        int device = _prng.Below(options[Knob.Devices]);
        for (int i = 2 + _prng.Below(12); i > 0; i--)
        {
            AddAt(time, HappeningKind.Arrive, device, i % options[Knob.Mags], _prng.Below(2), _prng.Below(2 * options[Knob.DelayMicroseconds]));
            time += 1 + _prng.Below(4 * options[Knob.DelayMicroseconds]);
        }
    });

    // One direction, both, or a swizzle: one after the other is cut, and mended in another order.
    private void Partition()
    {
        long time = Moment();
        int node = _prng.Below(Nodes);
        int way = _prng.Below(4);
        for (int other = 0; other < Nodes; other++)
        {
            if (other == node || (way < 2 && _prng.Below(2) == 0))
            {
                continue;
            }

            long from = time + (way == 3 ? Length(20) : 0);
            long until = from + Length(120);
            if (way != 1)
            {
                AddAt(from, HappeningKind.Cut, node, other, 0, 0);
                AddAt(until, HappeningKind.Mend, node, other, 0, 0);
            }

            if (way != 0)
            {
                AddAt(from, HappeningKind.Cut, other, node, 0, 0);
                AddAt(until + (way == 3 ? Length(10) : 0), HappeningKind.Mend, other, node, 0, 0);
            }
        }
    }

    private void Attack(HappeningKind kind) => Add(kind, _prng.Below(Nodes), _prng.Below(16), 0, (long)(_prng.Next() >> 1));

    // From a second to ten years, either way.
    private long ClockStep()
    {
        long range = _prng.Below(4) switch { 0 => Second, 1 => 60 * Second, 2 => 86_400 * Second, _ => 3650L * 86_400 * Second };
        long step = (long)(_prng.Next() % (ulong)range);
        return _prng.Below(2) == 0 ? step : -step;
    }

    private void Repeat(Knob knob, System.Action action)
    {
        for (int i = 0; i < options[knob]; i++)
        {
            action();
        }
    }

    private long Moment() => (long)(_prng.Next() % (ulong)End);

    private long Length(int secondsMax) => 1 + _prng.Below((int)(secondsMax * Second));

    private void Add(HappeningKind kind, int a, int b, int c, long d) => AddAt(Moment(), kind, a, b, c, d);

    private void AddAt(long time, HappeningKind kind, int a, int b, int c, long d)
    {
        if (time < End)
        {
            _happenings.Add(new Happening(time, kind, a, b, c, d));
        }
    }
}
