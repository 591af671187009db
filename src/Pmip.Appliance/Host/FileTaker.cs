using System;
using System.Threading;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <summary>The thread that takes the configuration file in when somebody asks for it by SIGHUP, which no loop has time for.</summary>
internal sealed class FileTaker : IDisposable
{
    private static readonly Duration s_wait = Duration.FromSeconds(3600);
    private readonly EventDescriptor _asked;
    private readonly Action _take;
    private readonly Thread _thread;
    private volatile bool _isEnding;

    /// <summary>Waits for <paramref name="asked"/> to be raised, and takes the file in each time.</summary>
    public FileTaker(EventDescriptor asked, Action take)
    {
        _asked = asked;
        _take = take;
        _thread = new Thread(Run) { IsBackground = true, Name = "file" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnding = true;
        _asked.Raise();
        _thread.Join();
    }

    private void Run()
    {
        while (!_isEnding)
        {
            if (_asked.Wait(s_wait) && _asked.TryTake() && !_isEnding)
            {
                _take();
            }
        }
    }
}
