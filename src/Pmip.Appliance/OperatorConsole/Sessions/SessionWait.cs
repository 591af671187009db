using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Terminals;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>Where a session waits: for keys, for the desk, for the end. All time that passes in a session passes here.</summary>
internal sealed class SessionWait(ITerminal terminal, IDeskLink link, SessionOptions options)
{
    private Instant _lastKey = options.Now();

    /// <summary>The keys.</summary>
    public KeyQueue Keys { get; } = new(terminal);

    /// <summary>Why the session must end; null while it need not.</summary>
    public SessionEnd? End { get; private set; }

    /// <summary>The present instant.</summary>
    public Instant Now => options.Now();

    /// <summary>
    /// Waits until a key was pressed, the desk has something, or the time is over. True when it is worth to look at either.
    /// </summary>
    public bool Wait(Duration timeout, bool forDesk = true)
    {
        if (End is not null)
        {
            return false;
        }

        Instant until = Now.Plus(timeout);
        if (options.Idle > Duration.Zero)
        {
            until = Instant.Earliest(until, _lastKey.Plus(options.Idle));
        }

        TerminalReady ready = terminal.Wait(forDesk ? link.Descriptor : -1, until.Since(Now));
        if ((ready & TerminalReady.Input) != 0 && Keys.Fill())
        {
            _lastKey = Now;
        }

        End = (ready & TerminalReady.Stop) != 0 ? SessionEnd.Stopped
            : terminal.IsGone ? SessionEnd.TerminalGone
            : !link.IsOpen ? SessionEnd.DeskGone
            : options.Idle > Duration.Zero && Now.Since(_lastKey) >= options.Idle ? SessionEnd.Idle
            : null;
        return ready != TerminalReady.None;
    }

    /// <summary>Looks for keys without waiting.</summary>
    public void Glance() => Wait(Duration.Zero, forDesk: false);

    /// <summary>The desk ended the connection.</summary>
    public void NoteDesk() => End ??= link.IsOpen ? null : SessionEnd.DeskGone;

    /// <summary>The operator left.</summary>
    public void Leave() => End ??= SessionEnd.Left;

    /// <summary>Takes the next key.</summary>
    public bool TryTake(out Key key) => Keys.TryTake(out key);
}
