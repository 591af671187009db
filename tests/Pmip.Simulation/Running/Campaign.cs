using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using Pmip.Simulation.Properties;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Running;

/// <summary>Many seeds, or one in detail, for a person at a terminal.</summary>
internal sealed class Campaign(TextWriter screen, string folder)
{
    private readonly Isolation _isolation = Isolation.OfTheProduct;

    /// <summary>Runs <paramref name="count"/> seeds from <paramref name="first"/> on, and <paramref name="extra"/> where it is given.</summary>
    public bool RunSeeds(ulong first, int count, ulong? extra, bool shrinks, CancellationToken stop)
    {
        Stopwatch watch = Stopwatch.StartNew();
        long steps = 0;
        long simulated = 0;
        long packets = 0;
        int failures = 0;
        int done = 0;
        for (int i = extra is null ? 0 : -1; i < count && !stop.IsCancellationRequested; i++, done++)
        {
            ulong seed = i < 0 ? extra!.Value : unchecked(first + (ulong)i);
            Schedule schedule = Schedule.Draw(seed);
            RunResult result = _isolation.Run(schedule);
            steps += result.Steps;
            simulated += result.Now / 1_000_000;
            packets += result.PacketsDelivered;
            if (result.HasFailed)
            {
                failures++;
                Tell(schedule, result, shrinks);
            }
        }

        screen.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{done} seeds, {failures} with a violated property; {steps} steps, {simulated / 3600m:0.0} simulated hours, "
            + $"{packets} user packets, {watch.Elapsed.TotalSeconds:0} s"));
        screen.WriteLine(AllProperties.NotApplicable);
        return failures == 0;
    }

    /// <summary>Runs one schedule, with a trace and a capture where they are asked for.</summary>
    public bool RunOne(Schedule schedule, long until, bool traces, string? capture, bool shrinks)
    {
        screen.WriteLine($"seed {schedule.Seed}: {schedule.Options}");
        using FileStream? stream = capture is null ? null : File.Create(capture);
        RunResult result = _isolation.Run(schedule, until, traces ? screen : null, stream);
        if (!result.HasFailed)
        {
            screen.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"all properties hold: {result.Steps} steps, settled {result.SettledAfter / 1_000_000} s after the healing, digest {result.Digest:x16}"));
            return true;
        }

        Tell(schedule, result, shrinks);
        return false;
    }

    private void Tell(Schedule schedule, RunResult result, bool shrinks)
    {
        if (shrinks)
        {
            Explain(schedule, result);
        }
        else
        {
            screen.WriteLine($"seed {schedule.Seed}: {Verdict(result)}");
        }
    }

    private static string Verdict(RunResult result) => string.Create(
        CultureInfo.InvariantCulture, $"VIOLATED {result.Property} at step {result.Steps}, {result.Now / 1_000_000} s: {result.Claim}");

    // What a person needs to find the mistake: the smallest schedule, its trace and its messages.
    private void Explain(Schedule schedule, RunResult result)
    {
        screen.WriteLine($"seed {schedule.Seed}: {schedule.Options}");
        screen.WriteLine(Verdict(result));
        Directory.CreateDirectory(folder);
        Shrinker shrinker = new(_isolation, result.Property);
        Schedule small = shrinker.Shrink(schedule);
        string name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seed-{schedule.Seed}"));
        File.WriteAllText(name + ".schedule", small.ToText());
        using (StreamWriter trace = new(name + ".trace"))
        using (FileStream capture = File.Create(name + ".pcap"))
        {
            _isolation.Run(small, long.MaxValue, trace, capture);
        }

        screen.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {small.Happenings.Count} events and {small.Fates?.Count ?? 0} fates are enough ({shrinker.Runs} runs); see {name}.schedule, .trace and .pcap"));
        screen.WriteLine($"  again: ./build.sh simulate --seed {schedule.Seed} --trace, or --schedule {name}.schedule --trace");
    }
}
