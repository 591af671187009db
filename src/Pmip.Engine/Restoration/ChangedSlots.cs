using System;
using Pmip.Foundation;

namespace Pmip.Engine.Restoration;

/// <summary>
/// The bindings that the last step changed, for a host that keeps them over a restart: it reads each when the step is over, and clears
/// the list before the next. A host that keeps none costs an engine one comparison for each change.
/// </summary>
public sealed class ChangedSlots
{
    // A step changes one binding; that of an operator's revocation all bindings of one node.
    private const int SlotsPerStepMax = 4 * Lma.LocalMobilityAnchor.BindingsPerNodeMax;
    private readonly int[] _slots = new int[SlotsPerStepMax];
    private int _count;

    /// <summary>True when somebody reads the list. Set before the first step.</summary>
    public bool IsRead { get; set; }

    /// <summary>The slots, each at least once.</summary>
    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, _count);

    /// <summary>Forgets them.</summary>
    public void Clear() => _count = 0;

    internal void Note(int slot)
    {
        if (!IsRead || (_count > 0 && _slots[_count - 1] == slot))
        {
            return;
        }

        Invariant.Require(_count < SlotsPerStepMax);
        _slots[_count++] = slot;
    }
}
