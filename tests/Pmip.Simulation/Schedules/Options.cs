using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Foundation.Randomness;

namespace Pmip.Simulation.Schedules;

/// <summary>
/// The knobs of one run, drawn from its seed. Swarm: each class of faults is off in about half of the runs, since a fault that is always there
/// hides what happens without it.
/// </summary>
public sealed class Options
{
    /// <summary>The knobs that the shrinker may set to zero.</summary>
    public static readonly Knob[] Faults = [.. Enum.GetValues<Knob>().Where(knob => knob >= Knob.LossPermille)];
    private static readonly Knob[] Knobs = Enum.GetValues<Knob>();
    private readonly int[] _values = new int[Knobs.Length];

    public int this[Knob knob]
    {
        get => _values[(int)knob];
        set => _values[(int)knob] = value;
    }

    public bool Has(Knob knob) => this[knob] != 0;

    public static Options Draw(Prng prng)
    {
        Options options = new();
        options[Knob.Lmas] = 1 + prng.Below(2);
        options[Knob.Mags] = 1 + prng.Below(6);
        options[Knob.Devices] = 1 << prng.Below(6);
        options[Knob.Seconds] = 40 + prng.Below(80);
        options[Knob.Ietf] = prng.Below(4) == 0 ? 1 : 0;
        options[Knob.Timestamps] = prng.Below(4) == 0 ? 0 : 1;
        options[Knob.Form] = prng.Below(5);
        options[Knob.KeysPerLma] = prng.Below(2);
        options[Knob.LifetimeSeconds] = 4 * (4 + prng.Below(20));
        options[Knob.LifetimeMaxSeconds] = 4 * (4 + prng.Below(20));
        options[Knob.GraceMilliseconds] = prng.Below(3) == 0 ? 0 : 1 + prng.Below(10_000);
        options[Knob.QuarantineSeconds] = 10 + prng.Below(50);
        options[Knob.PeerSharePercent] = prng.Below(2) == 0 ? 100 : 25 + prng.Below(50);
        options[Knob.AccessPoints] = 1 + prng.Below(2);
        options[Knob.PdnConnections] = prng.Below(3) == 0 ? 2 : 1;
        int wanted = options[Knob.Devices] * options[Knob.AccessPoints] * options[Knob.PdnConnections];
        options[Knob.Bindings] = prng.Below(3) == 0 ? Math.Max(2, wanted * 3 / 4) : wanted + (wanted / 2) + 8;
        options[Knob.SmallPools] = prng.Below(3) == 0 ? 1 : 0;
        options[Knob.Protected] = prng.Below(2);
        options[Knob.AntiReplay] = options[Knob.Protected] == 1 ? prng.Below(2) : 0;
        options[Knob.DelayMicroseconds] = 100 + prng.Below(30_000);
        options[Knob.MovesPerMinute] = 1 + prng.Below(12);
        options[Knob.VerifyEvery] = 1 + prng.Below(32);
        options[Knob.HeartbeatSeconds] = prng.Below(2) == 0 ? 0 : 5 + prng.Below(30);
        DrawFaults(options, prng);
        return options;
    }

    public IEnumerable<string> Lines() =>
        Knobs.Select(knob => string.Create(CultureInfo.InvariantCulture, $"option {knob} {this[knob]}"));

    /// <summary>One line: what is not zero.</summary>
    public override string ToString() =>
        string.Join(' ', Knobs.Where(Has).Select(knob => string.Create(CultureInfo.InvariantCulture, $"{knob}={this[knob]}")));

    private static void DrawFaults(Options options, Prng prng)
    {
        foreach (Knob knob in Faults)
        {
            if (knob is Knob.Reconfigurations or Knob.Replacements)
            {
                continue; // Drawn apart, so that a seed is the same life with and without them.
            }

            int value = knob switch
            {
                Knob.LossPermille => 1 + prng.Below(300),
                Knob.BurstMessages => 2 + prng.Below(19),
                Knob.DuplicatePermille => 1 + prng.Below(200),
                Knob.ReplayPermille => 1 + prng.Below(prng.Below(8) == 0 ? 500 : 50),
                Knob.JitterMilliseconds => 1 + prng.Below(300),
                Knob.SpikePermille => 1 + prng.Below(20),
                Knob.CorruptPermille => 1 + prng.Below(50),
                Knob.CorruptionPasses => 1,
                Knob.TruncatePermille => 1 + prng.Below(10),
                Knob.Partitions or Knob.Pauses or Knob.ClockSteps => 1 + prng.Below(4),
                Knob.Crashes => 1 + prng.Below(3),
                Knob.DriftPpm => 1 + prng.Below(200),
                Knob.KernelRefusals => 1 + prng.Below(20),
                Knob.KernelLagMilliseconds => 1 + prng.Below(500),
                Knob.KernelSessions => Math.Max(1, options[Knob.Devices]),
                Knob.StrangerAttacks or Knob.SpoofingAttacks or Knob.InsiderAttacks => 1 + prng.Below(100),
                Knob.OperatorActions => 1 + prng.Below(10),
                Knob.SilentPercent => 1 + prng.Below(100),
                Knob.PingPongs => 1 + prng.Below(5),
                Knob.Storms => 1 + prng.Below(3),
                _ => 1 + prng.Below(Math.Max(1, options[Knob.Devices] / 4)),
            };
            options[knob] = prng.Below(2) == 0 ? 0 : value;
        }
    }
}
