using System;
using System.Collections.Generic;
using System.Diagnostics;
using Pmip.Foundation.Randomness;
using Pmip.Fuzz.Instrumentation;
using Pmip.Fuzz.Mutations;
using Pmip.Fuzz.Targets;

namespace Pmip.Fuzz.Guidance;

/// <summary>
/// Searches for findings: changes an input that was worth keeping, runs it, keeps it when it shows something new. The same seed
/// and corpus give the same inputs in the same order; time only says when to stop.
/// </summary>
internal sealed class FuzzRun
{
    private const int SpliceOneIn = 8;
    private readonly Executor _executor;
    private readonly Prng _random;
    private readonly Mutator _mutator;
    private readonly byte[] _room;
    private readonly bool _isBlind;

    /// <summary>Prepares a run. <paramref name="isBlind"/>: coverage is not looked at, to show what it is worth.</summary>
    public FuzzRun(FuzzTarget target, ulong seed, bool isBlind)
    {
        _executor = new Executor(target);
        _random = new Prng(seed);
        _mutator = new Mutator(target, _random);
        _room = new byte[target.LengthMax];
        _isBlind = isBlind;
    }

    public Corpus Corpus { get; } = new();

    public long Runs => _executor.Runs;

    public long WorkMost => _executor.WorkMost;

    /// <summary>Runs an input of the corpus.</summary>
    public Finding? Replay(ReadOnlySpan<byte> input)
    {
        Finding? finding = _executor.Run(input);
        if (_isBlind)
        {
            Corpus.Keep(input);
        }
        else if (input.Length <= _room.Length)
        {
            Corpus.Consider(input);
        }

        return finding;
    }

    /// <summary>Few inputs, short ones first, that together run every block which the corpus runs.</summary>
    public List<byte[]> Essential()
    {
        List<byte[]> essential = [];
        var covered = new bool[CoverageMap.Size];
        foreach (byte[] input in Corpus.Smallest())
        {
            _executor.Run(input);
            bool isNew = false;
            foreach (ushort probe in CoverageMap.Touched)
            {
                isNew |= !covered[probe];
                covered[probe] = true;
            }

            if (isNew)
            {
                essential.Add(input);
            }
        }

        return essential;
    }

    /// <summary>Searches until <paramref name="runsMax"/> runs or <paramref name="time"/> are over, or something was found.</summary>
    public Finding? Search(long runsMax, TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp();
        if (Corpus.Count == 0)
        {
            Corpus.Keep([0]);
        }

        while (Runs < runsMax && Stopwatch.GetElapsedTime(began) < time)
        {
            byte[] parent = Corpus.Any(_random);
            byte[] other = _random.Below(SpliceOneIn) == 0 ? Corpus.Any(_random) : parent;
            ReadOnlySpan<byte> input = _room.AsSpan(0, _mutator.Mutate(parent, other, _room));
            if (_executor.Run(input) is Finding finding)
            {
                return new Shrinker(_executor).Shrink(finding);
            }

            if (!_isBlind)
            {
                Corpus.Consider(input);
            }
        }

        return null;
    }
}
