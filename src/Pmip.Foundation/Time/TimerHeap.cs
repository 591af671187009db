using System;

namespace Pmip.Foundation.Time;

/// <summary>
/// Deadlines of a fixed set of timers, addressed by a number below the capacity. The earliest comes first and equal
/// deadlines come in the order of their numbers, so a run repeats exactly. A heap, not a wheel: the next deadline is
/// exact and nothing cascades. Four children to a node, whose deadlines lie side by side: half as many steps, and about
/// one cache line a step.
/// </summary>
public sealed class TimerHeap
{
    private const int NotArmed = -1;
    private const int Children = 4;
    private readonly long[] _deadlineAt; // heap position -> microseconds
    private readonly int[] _timerAt;     // heap position -> timer
    private readonly int[] _positionOf;  // timer -> heap position, or NotArmed

    /// <summary>Makes a heap for timers 0 to <paramref name="capacity"/> - 1, none of them armed.</summary>
    public TimerHeap(int capacity)
    {
        Invariant.Require(capacity > 0);
        _timerAt = new int[capacity];
        _positionOf = new int[capacity];
        _deadlineAt = new long[capacity];
        Array.Fill(_positionOf, NotArmed);
    }

    /// <summary>Octets that one timer costs, for the memory account.</summary>
    public const int BytesPerTimer = sizeof(int) + sizeof(int) + sizeof(long);

    /// <summary>Number of armed timers.</summary>
    public int Count { get; private set; }

    /// <summary>The earliest deadline, or <see cref="Instant.Never"/> when nothing is armed.</summary>
    public Instant Next => Count == 0 ? Instant.Never : new Instant(_deadlineAt[0]);

    /// <summary>True while <paramref name="timer"/> waits for its deadline.</summary>
    public bool IsArmed(int timer) => _positionOf[timer] != NotArmed;

    /// <summary>When <paramref name="timer"/> fires, or <see cref="Instant.Never"/> when it is not armed.</summary>
    public Instant DeadlineOf(int timer) => IsArmed(timer) ? new Instant(_deadlineAt[_positionOf[timer]]) : Instant.Never;

    /// <summary>Sets or moves the deadline of <paramref name="timer"/>.</summary>
    public void Arm(int timer, Instant at)
    {
        int position = _positionOf[timer];
        Place(position == NotArmed ? Count++ : position, timer, at.Microseconds);
    }

    /// <summary>Forgets the deadline of <paramref name="timer"/>; nothing happens when it has none.</summary>
    public void Cancel(int timer)
    {
        int position = _positionOf[timer];
        if (position == NotArmed)
        {
            return;
        }

        int last = --Count;
        _positionOf[timer] = NotArmed;
        if (position != last)
        {
            Place(position, _timerAt[last], _deadlineAt[last]);
        }
    }

    /// <summary>Takes the earliest timer that is due at <paramref name="now"/>, disarming it.</summary>
    public bool TryPop(Instant now, out int timer)
    {
        if (Count == 0 || _deadlineAt[0] > now.Microseconds)
        {
            timer = -1;
            return false;
        }

        timer = _timerAt[0];
        Cancel(timer);
        return true;
    }

    /// <summary>Walks the heap and requires that order and back references hold. Costs a pass over all timers.</summary>
    public void Verify()
    {
        for (int position = 0; position < Count; position++)
        {
            Invariant.Require(_positionOf[_timerAt[position]] == position);
            Invariant.Require(position == 0 || !IsBefore(position, (position - 1) / Children));
        }
    }

    private bool IsBefore(int a, int b) => IsBefore(_deadlineAt[a], _timerAt[a], b);

    private bool IsBefore(long deadline, int timer, int position) =>
        deadline < _deadlineAt[position] || (deadline == _deadlineAt[position] && timer < _timerAt[position]);

    // Brings a timer into a hole of the heap: the hole moves up or down to where the timer belongs. Nothing can wrap, since
    // positions are below an array's length.
    private void Place(int hole, int timer, long deadline)
    {
        unchecked
        {
            while (hole > 0 && IsBefore(deadline, timer, (hole - 1) / Children))
            {
                Move((hole - 1) / Children, hole);
                hole = (hole - 1) / Children;
            }

            for (int child = EarliestChild(hole); child >= 0 && !IsBefore(deadline, timer, child); child = EarliestChild(hole))
            {
                Move(child, hole);
                hole = child;
            }

            _deadlineAt[hole] = deadline;
            _timerAt[hole] = timer;
            _positionOf[timer] = hole;
        }
    }

    private void Move(int from, int to)
    {
        int timer = _timerAt[from];
        _deadlineAt[to] = _deadlineAt[from];
        _timerAt[to] = timer;
        _positionOf[timer] = to;
    }

    private int EarliestChild(int position)
    {
        unchecked
        {
            long first = ((long)position * Children) + 1;
            if (first >= Count)
            {
                return -1;
            }

            int earliest = (int)first;
            int end = Math.Min(earliest + Children, Count);
            ReadOnlySpan<long> deadlines = _deadlineAt;
            long deadline = deadlines[earliest];
            for (int child = earliest + 1; child < end; child++)
            {
                long other = deadlines[child];
                if (other < deadline || (other == deadline && _timerAt[child] < _timerAt[earliest]))
                {
                    deadline = other;
                    earliest = child;
                }
            }

            return earliest;
        }
    }
}
