using System;
using System.Threading;

namespace Pmip.Appliance.Store;

/// <summary>The thread of the store: it waits for the end of a trial and for a draft that is to be kept. Asleep while there is neither.</summary>
internal sealed class TrialWatch : IDisposable
{
    private readonly Func<long> _turn;
    private readonly AutoResetEvent _news = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _isEnding;

    /// <summary>Starts the thread; <paramref name="turn"/> does what is due and gives the milliseconds until the next turn, or -1.</summary>
    public TrialWatch(Func<long> turn)
    {
        _turn = turn;
        _thread = new Thread(Run) { IsBackground = true, Name = "configuration" };
        _thread.Start();
    }

    /// <summary>There may be something to do earlier than was thought.</summary>
    public void Wake() => _news.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isEnding)
        {
            _isEnding = true;
            _news.Set();
            _thread.Join();
            _news.Dispose();
        }
    }

    private void Run()
    {
        long wait = Timeout.Infinite;
        while (!_isEnding)
        {
            _news.WaitOne((int)Math.Min(wait, int.MaxValue));
            wait = _isEnding ? 0 : _turn();
        }
    }
}
