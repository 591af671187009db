using System.Threading;

namespace Pmip.DataPath.Offload;

/// <summary>
/// What devices say, on its way to the control loop, from whatever thread. When it is full more is lost, and counted: who has a session that
/// is gone sees it at the next look at its counters.
/// </summary>
internal sealed class OffloadEvents
{
    private readonly OffloadEvent[] _waiting = new OffloadEvent[1024];
    private readonly Lock _gate = new();
    private int _first;
    private int _count;

    /// <summary>How many were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(in OffloadEvent happened)
    {
        lock (_gate)
        {
            if (_count == _waiting.Length)
            {
                Lost = Lost == int.MaxValue ? Lost : Lost + 1;
                return;
            }

            _waiting[(_first + _count++) % _waiting.Length] = happened;
        }
    }

    /// <summary>Takes the oldest one.</summary>
    public bool TryTake(out OffloadEvent happened)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                happened = default;
                return false;
            }

            happened = _waiting[_first];
            _first = (_first + 1) % _waiting.Length;
            _count--;
            return true;
        }
    }
}
