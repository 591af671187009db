using System;

namespace Pmip.Foundation.Time;

/// <summary>
/// Deadlines of a fixed set of timers, addressed by a number below the capacity. The earliest comes first and equal
/// deadlines come in the order of their numbers, so a run repeats exactly. A heap, not a wheel: the next deadline is
/// exact and nothing cascades.
/// </summary>
public sealed class TimerHeap
{
    private const int NotArmed = -1;
    private readonly int[] _timerAt;    // heap position -> timer
    private readonly int[] _positionOf; // timer -> heap position, or NotArmed
    private readonly long[] _deadline;  // timer -> microseconds

    /// <summary>Makes a heap for timers 0 to <paramref name="capacity"/> - 1, none of them armed.</summary>
    public TimerHeap(int capacity)
    {
        Invariant.Require(capacity > 0);
        _timerAt = new int[capacity];
        _positionOf = new int[capacity];
        _deadline = new long[capacity];
        Array.Fill(_positionOf, NotArmed);
    }

    /// <summary>Octets that one timer costs, for the memory account.</summary>
    public const int BytesPerTimer = sizeof(int) + sizeof(int) + sizeof(long);

    /// <summary>Number of armed timers.</summary>
    public int Count { get; private set; }

    /// <summary>The earliest deadline, or <see cref="Instant.Never"/> when nothing is armed.</summary>
    public Instant Next => Count == 0 ? Instant.Never : new Instant(_deadline[_timerAt[0]]);

    /// <summary>True while <paramref name="timer"/> waits for its deadline.</summary>
    public bool IsArmed(int timer) => _positionOf[timer] != NotArmed;

    /// <summary>When <paramref name="timer"/> fires, or <see cref="Instant.Never"/> when it is not armed.</summary>
    public Instant DeadlineOf(int timer) => IsArmed(timer) ? new Instant(_deadline[timer]) : Instant.Never;

    /// <summary>Sets or moves the deadline of <paramref name="timer"/>.</summary>
    public void Arm(int timer, Instant at)
    {
        int position = _positionOf[timer];
        if (position == NotArmed)
        {
            position = Count++;
            _timerAt[position] = timer;
            _positionOf[timer] = position;
        }

        _deadline[timer] = at.Microseconds;
        SiftDown(SiftUp(position));
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
        if (position == last)
        {
            return;
        }

        _timerAt[position] = _timerAt[last];
        _positionOf[_timerAt[position]] = position;
        SiftDown(SiftUp(position));
    }

    /// <summary>Takes the earliest timer that is due at <paramref name="now"/>, disarming it.</summary>
    public bool TryPop(Instant now, out int timer)
    {
        if (Count == 0 || _deadline[_timerAt[0]] > now.Microseconds)
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
            Invariant.Require(position == 0 || !IsBefore(_timerAt[position], _timerAt[(position - 1) / 2]));
        }
    }

    private bool IsBefore(int a, int b) => _deadline[a] != _deadline[b] ? _deadline[a] < _deadline[b] : a < b;

    private int SiftUp(int position)
    {
        while (position > 0)
        {
            int parent = (position - 1) / 2;
            if (!IsBefore(_timerAt[position], _timerAt[parent]))
            {
                break;
            }

            Swap(position, parent);
            position = parent;
        }

        return position;
    }

    private void SiftDown(int position)
    {
        while (true)
        {
            int child = (position * 2) + 1;
            if (child >= Count)
            {
                return;
            }

            if (child + 1 < Count && IsBefore(_timerAt[child + 1], _timerAt[child]))
            {
                child++;
            }

            if (!IsBefore(_timerAt[child], _timerAt[position]))
            {
                return;
            }

            Swap(position, child);
            position = child;
        }
    }

    private void Swap(int a, int b)
    {
        (_timerAt[a], _timerAt[b]) = (_timerAt[b], _timerAt[a]);
        _positionOf[_timerAt[a]] = a;
        _positionOf[_timerAt[b]] = b;
    }
}
