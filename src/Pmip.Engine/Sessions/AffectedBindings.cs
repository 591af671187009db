using System.Runtime.CompilerServices;
using Pmip.Foundation;

namespace Pmip.Engine.Sessions;

/// <summary>How many bindings would end under another configuration, by reason.</summary>
public struct AffectedBindings
{
    private const int Reasons = (int)BindingContradiction.KeyExcluded + 1;
    private Counts _counts;

    /// <summary>Bindings that would end for this reason; for <see cref="BindingContradiction.None"/> those that go on.</summary>
    public readonly int this[BindingContradiction reason] => _counts[(int)reason];

    /// <summary>Bindings that would end.</summary>
    public readonly int Total
    {
        get
        {
            int total = 0;
            for (int reason = 1; reason < Reasons; reason++)
            {
                total += _counts[reason];
            }

            return total;
        }
    }

    /// <summary>Counts one binding.</summary>
    public void Add(BindingContradiction reason)
    {
        Invariant.Require((int)reason < Reasons);
        _counts[(int)reason]++;
    }

    [InlineArray(Reasons)]
    private struct Counts
    {
        private int _first;
    }
}
