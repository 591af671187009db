using Pmip.Foundation.Time;

namespace Pmip.Engine.Lma;

/// <summary>What a timer of the anchor stands for.</summary>
internal enum LmaTimer : byte
{
    /// <summary>A binding's lifetime, or its grace time after de-registration.</summary>
    Binding,

    /// <summary>The next transmission of a revocation, or the next step of its end.</summary>
    Revocation,

    /// <summary>The end of a Proxy Binding Update's wait.</summary>
    WaitingUpdate,
}

/// <summary>
/// Every timer of the anchor in one heap: one for each binding, each revocation and each waiting update, so a binding under
/// revocation has two, and the order in which they fire is the same in every run.
/// </summary>
internal sealed class LmaTimers(int bindings, int revocations, int waitingUpdates)
{
    private readonly TimerHeap _heap = new(bindings + revocations + waitingUpdates);

    public Instant Next => _heap.Next;

    public int Count => _heap.Count;

    public bool IsArmed(LmaTimer kind, int place) => _heap.IsArmed(FirstOf(kind) + place);

    public Instant DeadlineOf(LmaTimer kind, int place) => _heap.DeadlineOf(FirstOf(kind) + place);

    public void Arm(LmaTimer kind, int place, Instant at) => _heap.Arm(FirstOf(kind) + place, at);

    public void Cancel(LmaTimer kind, int place) => _heap.Cancel(FirstOf(kind) + place);

    public bool TryPop(Instant now, out LmaTimer kind, out int place)
    {
        bool isDue = _heap.TryPop(now, out int timer);
        kind = timer < bindings ? LmaTimer.Binding : timer < bindings + revocations ? LmaTimer.Revocation : LmaTimer.WaitingUpdate;
        place = timer - FirstOf(kind);
        return isDue;
    }

    public void Verify() => _heap.Verify();

    private int FirstOf(LmaTimer kind) => kind switch
    {
        LmaTimer.Binding => 0,
        LmaTimer.Revocation => bindings,
        _ => bindings + revocations,
    };
}
