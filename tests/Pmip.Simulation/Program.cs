using System;
using System.Globalization;
using System.IO;
using System.Threading;
using Pmip.Simulation.Running;
using Pmip.Simulation.Schedules;

const string usage = """
    usage: simulate [--seeds N] [--from SEED] [--also SEED] [--no-shrink]
           simulate --seed SEED | --schedule FILE  [--until STEP] [--trace] [--pcap FILE] [--no-shrink]

      --seeds N         runs N seeds (100)          --from SEED       the first of them (0)
      --also SEED       one more, decimal or hexadecimal digits such as a commit's
      --seed SEED       runs this one               --schedule FILE   runs what the shrinker wrote
      --until STEP      ends there                  --trace           prints a line for each step
      --pcap FILE       writes all messages         --no-shrink       does not look for a smaller failing run
      --out FOLDER      for what failed (out/simulation)
    """;

int seeds = 100;
ulong from = 0;
ulong? also = null;
ulong? single = null;
string? file = null;
string? capture = null;
string folder = "out/simulation";
long until = long.MaxValue;
bool traces = false;
bool shrinks = true;
for (int i = 0; i < args.Length; i++)
{
    string? value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i])
    {
        case "--trace":
            traces = true;
            continue;
        case "--no-shrink":
            shrinks = false;
            continue;
        case "--seeds" when int.TryParse(value, CultureInfo.InvariantCulture, out seeds) && seeds > 0:
        case "--until" when long.TryParse(value, CultureInfo.InvariantCulture, out until):
        case "--from" when ulong.TryParse(value, CultureInfo.InvariantCulture, out from):
            break;
        case "--also" when Seeds.TryParse(value, out ulong number):
            also = number;
            break;
        case "--seed" when Seeds.TryParse(value, out ulong number):
            single = number;
            break;
        case "--schedule" when value is not null && File.Exists(value):
            file = value;
            break;
        case "--pcap" when value is not null:
            capture = value;
            break;
        case "--out" when value is not null:
            folder = value;
            break;
        default:
            Console.Error.WriteLine(usage);
            return 2;
    }

    i++;
}

using CancellationTokenSource interruption = new();
Console.CancelKeyPress += (_, signal) =>
{
    signal.Cancel = true;
    interruption.Cancel();
};
Campaign campaign = new(Console.Out, folder);
bool holds = file is not null ? campaign.RunOne(Schedule.Parse(File.ReadAllText(file)), until, traces, capture, false)
    : single is ulong seed ? campaign.RunOne(Schedule.Draw(seed), until, traces, capture, shrinks && !traces)
    : campaign.RunSeeds(from, seeds, also, shrinks, interruption.Token);
return holds ? 0 : 1;
