namespace Pmip.Appliance.Host;

/// <summary>
/// A piece of work that another thread prepared and the control loop does between two steps. All that it needs is made beforehand:
/// <see cref="Perform"/> allocates nothing, waits for nothing, and its work is bounded.
/// </summary>
/// <param name="life">The life of the node that it was prepared for; no other does it.</param>
internal abstract class LoopWork(int life)
{
    private volatile bool _isDone;

    /// <summary>The life of the node that it was prepared for.</summary>
    public int Life { get; } = life;

    /// <summary>True once the loop has answered: what <see cref="Perform"/> wrote may be read.</summary>
    public bool IsAnswered => _isDone;

    /// <summary>True when it was done; false when the life that it was meant for was over.</summary>
    public bool WasPerformed { get; private set; }

    /// <summary>The loop's thread: does it.</summary>
    protected abstract void Perform();

    /// <summary>The loop's thread: does it if <paramref name="life"/> is the one that it is for, and answers.</summary>
    internal void Run(int life)
    {
        if (life == Life)
        {
            Perform();
            WasPerformed = true;
        }

        _isDone = true;
    }
}
