using System;

namespace Pmip.Appliance.Logging;

/// <summary>
/// Keeps one kind of event from filling the log: after its lines for a second the rest is counted, and the next line, or a line of
/// its own when the second is over, says how many there were.
/// </summary>
internal sealed class EventFlood
{
    private const long SecondMilliseconds = 1000;
    private readonly Second[] _seconds = new Second[Enum.GetValues<EventKind>().Length];

    /// <summary>True when some kind holds records back.</summary>
    public bool HoldsAny
    {
        get
        {
            foreach (Second second in _seconds)
            {
                if (second.Held > 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// True when a record may be a line now; <paramref name="held"/> is how many before it were not. False keeps it as the one
    /// that stands for those held back.
    /// </summary>
    public bool TryPass(in EventRecord record, long nowMilliseconds, out long held)
    {
        ref Second second = ref _seconds[(int)record.Kind];
        if (!second.IsRunning || nowMilliseconds - second.Start >= SecondMilliseconds)
        {
            held = second.Held;
            second = new Second { IsRunning = true, Start = nowMilliseconds, Lines = 1 };
            return true;
        }

        held = 0;
        if (second.Lines < EventSentences.LinesPerSecond(record.Kind))
        {
            second.Lines++;
            return true;
        }

        second.Held++;
        second.Last = record;
        return false;
    }

    /// <summary>Finds a kind whose second is over while it holds records; the last of them is its line.</summary>
    public bool TryRelease(long nowMilliseconds, out EventRecord last, out long others)
    {
        for (int kind = 0; kind < _seconds.Length; kind++)
        {
            ref Second second = ref _seconds[kind];
            if (second.Held > 0 && nowMilliseconds - second.Start >= SecondMilliseconds)
            {
                last = second.Last;
                others = second.Held - 1;
                second = new Second { IsRunning = true, Start = nowMilliseconds, Lines = 1 };
                return true;
            }
        }

        last = default;
        others = 0;
        return false;
    }

    private struct Second
    {
        public bool IsRunning;
        public long Start;
        public int Lines;
        public long Held;
        public EventRecord Last;
    }
}
