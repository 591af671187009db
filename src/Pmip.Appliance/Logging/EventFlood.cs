using System;

namespace Pmip.Appliance.Logging;

/// <summary>How many entries a line stands for.</summary>
/// <param name="Others">Entries besides the one of the line.</param>
/// <param name="AreTheSame">True when they would have been the same line; false when only of the same kind.</param>
internal readonly record struct FloodTally(long Others, bool AreTheSame);

/// <summary>
/// Keeps one kind of event, and one subject of a kind, from filling the log: after its lines for a second the rest is counted,
/// and the next line, or a line of its own when the second is over, says how many there were.
/// </summary>
internal sealed class EventFlood
{
    /// <summary>Equal lines within a second.</summary>
    public const int LinesPerSubject = 4;

    private const long SecondMilliseconds = 1000;
    private const int Subjects = 256;
    private readonly Second[] _kinds = new Second[Enum.GetValues<EventKind>().Length];

    // By the low bits of the hash. Two subjects in one place: the later one has only the limit of its kind.
    private readonly Second[] _subjects = new Second[Subjects];
    private int _holding;

    /// <summary>True when something is held back.</summary>
    public bool HoldsAny => _holding > 0;

    /// <summary>
    /// True when an entry may be a line now; <paramref name="tally"/> is how many before it were not. False keeps it as the one
    /// that stands for those held back.
    /// </summary>
    public bool TryPass(in LogEntry entry, long nowMilliseconds, out FloodTally tally)
    {
        ref Second kind = ref _kinds[(int)entry.Record.Kind];
        int kindLines = EventSentences.LinesPerSecond(entry.Record.Kind);
        int hash = entry.SubjectHash();
        ref Second subject = ref _subjects[hash & (Subjects - 1)];
        tally = default;
        if (kindLines <= LinesPerSubject || (subject.Hash != hash && (IsRunning(subject, nowMilliseconds) || subject.Held > 0)))
        {
            return TryPass(ref kind, kindLines, entry, nowMilliseconds, areTheSame: false, ref tally);
        }

        // A line that its subject has used up is none of its kind either.
        Second before = subject;
        if (!TryPass(ref subject, LinesPerSubject, entry, nowMilliseconds, areTheSame: true, ref tally))
        {
            return false;
        }

        subject.Hash = hash;
        FloodTally ofKind = default;
        if (TryPass(ref kind, kindLines, entry, nowMilliseconds, areTheSame: false, ref ofKind))
        {
            tally = tally.Others == 0 ? ofKind : ofKind.Others == 0 ? tally : new FloodTally(tally.Others + ofKind.Others, AreTheSame: false);
            return true;
        }

        _holding += (before.Held > 0 ? 1 : 0) - (subject.Held > 0 ? 1 : 0);
        subject = before;
        return false;
    }

    /// <summary>Finds what is held back and whose second is over; the last of it is its line.</summary>
    public bool TryRelease(long nowMilliseconds, out LogEntry last, out FloodTally tally) =>
        TryRelease(_subjects, nowMilliseconds, areTheSame: true, out last, out tally)
        || TryRelease(_kinds, nowMilliseconds, areTheSame: false, out last, out tally);

    private static bool IsRunning(in Second second, long nowMilliseconds) =>
        second.IsStarted && nowMilliseconds - second.Start < SecondMilliseconds;

    private bool TryPass(ref Second second, int lines, in LogEntry entry, long nowMilliseconds, bool areTheSame, ref FloodTally tally)
    {
        if (!IsRunning(second, nowMilliseconds))
        {
            tally = new FloodTally(second.Held, areTheSame);
            _holding -= second.Held > 0 ? 1 : 0;
            second = new Second { IsStarted = true, Start = nowMilliseconds, Lines = 1 };
            return true;
        }

        if (second.Lines < lines)
        {
            second.Lines++;
            return true;
        }

        _holding += second.Held == 0 ? 1 : 0;
        second.Held++;
        second.Last = entry;
        return false;
    }

    private bool TryRelease(Second[] seconds, long nowMilliseconds, bool areTheSame, out LogEntry last, out FloodTally tally)
    {
        for (int i = 0; i < seconds.Length && _holding > 0; i++)
        {
            ref Second second = ref seconds[i];
            if (second.Held > 0 && !IsRunning(second, nowMilliseconds))
            {
                last = second.Last;
                tally = new FloodTally(second.Held - 1, areTheSame);
                second = new Second { IsStarted = true, Start = nowMilliseconds, Lines = 1, Hash = second.Hash };
                _holding--;
                return true;
            }
        }

        last = default;
        tally = default;
        return false;
    }

    private struct Second
    {
        public bool IsStarted;
        public long Start;
        public int Lines;
        public int Hash;
        public long Held;
        public LogEntry Last;
    }
}
