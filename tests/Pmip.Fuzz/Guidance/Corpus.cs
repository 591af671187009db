using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Pmip.Foundation.Randomness;
using Pmip.Fuzz.Instrumentation;

namespace Pmip.Fuzz.Guidance;

/// <summary>
/// The inputs that were worth keeping. A feature is a block together with how often it ran, in eight classes; each belongs to
/// the shortest input that shows it. Choosing a feature and then its owner prefers inputs that do rare things.
/// </summary>
internal sealed class Corpus
{
    private const int Classes = 8;
    private readonly int[] _ownerOf = new int[CoverageMap.Size * Classes];
    private readonly List<int> _features = [];
    private readonly List<byte[]> _inputs = [];

    public Corpus() => Array.Fill(_ownerOf, -1);

    public int FeatureCount => _features.Count;

    public int Count => _inputs.Count;

    /// <summary>Keeps the input whose coverage is in the map when it shows something new, or something known in fewer octets.</summary>
    public bool Consider(ReadOnlySpan<byte> input)
    {
        int kept = -1;
        foreach (ushort probe in CoverageMap.Touched)
        {
            int feature = (probe * Classes) + ClassOf(CoverageMap.CountOf(probe));
            int owner = _ownerOf[feature];
            if (owner >= 0 && _inputs[owner].Length <= input.Length)
            {
                continue;
            }

            if (kept < 0)
            {
                kept = _inputs.Count;
                _inputs.Add(input.ToArray());
            }

            if (owner < 0)
            {
                _features.Add(feature);
            }

            _ownerOf[feature] = kept;
        }

        return kept >= 0;
    }

    /// <summary>Keeps an input whatever it does.</summary>
    public void Keep(ReadOnlySpan<byte> input) => _inputs.Add(input.ToArray());

    public byte[] Any(Prng random)
    {
        // Half of the choices among all keeps alive what is long.
        bool byFeature = _features.Count > 0 && random.Below(2) == 0;
        return _inputs[byFeature ? _ownerOf[_features[random.Below(_features.Count)]] : random.Below(_inputs.Count)];
    }

    /// <summary>Few inputs that together show every feature.</summary>
    public IEnumerable<byte[]> Smallest() =>
        _features.Select(feature => _ownerOf[feature]).Distinct()
            .OrderBy(owner => _inputs[owner].Length).ThenBy(owner => owner).Select(owner => _inputs[owner]);

    private static int ClassOf(byte count) => count switch
    {
        < 4 => count - 1,
        _ => Math.Min(BitOperations.Log2(count) + 1, Classes - 1),
    };
}
