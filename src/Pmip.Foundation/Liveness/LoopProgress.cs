using System.Runtime.InteropServices;
using System.Threading;
using Pmip.Foundation.Time;

namespace Pmip.Foundation.Liveness;

/// <summary>
/// What a loop tells the watchdog: that it got on with its work. One writer, any number of readers; counting costs one store.
/// A loop that has nothing to do advances too, at least three times within its deadline: silence is the failure.
/// </summary>
/// <param name="name">Name of the loop, as the operator and the record of a reset call it.</param>
/// <param name="deadline">Longest time without progress.</param>
public sealed class LoopProgress(string name, Duration deadline)
{
    private PaddedCount _count;

    /// <summary>Name of the loop.</summary>
    public string Name { get; } = name;

    /// <summary>Longest time without progress.</summary>
    public Duration Deadline { get; } = deadline;

    /// <summary>Grows with each piece of progress.</summary>
    public long Count => Volatile.Read(ref _count.Value);

    /// <summary>The loop's thread only: a piece of work was done, or there was none.</summary>
    public void Advance() => Volatile.Write(ref _count.Value, unchecked(_count.Value + 1));

    // On a cache line of its own, so that no loop slows another down.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct PaddedCount
    {
        [FieldOffset(64)]
        public long Value;
    }
}
