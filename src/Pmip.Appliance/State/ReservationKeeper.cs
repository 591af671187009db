using System;
using System.Threading;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Linux;

namespace Pmip.Appliance.State;

/// <summary>
/// Brings the reserved keys to the medium on a thread of its own: a slow medium must not hold the control loop. The loop hands over
/// a copy and allocates nothing; of several copies that wait, the last one is written.
/// </summary>
internal sealed class ReservationKeeper : IDisposable
{
    private readonly StateFile _file;
    private readonly Action<string> _complain;
    private readonly byte[] _handedOver;
    private readonly byte[] _written;
    private readonly AutoResetEvent _news = new(initialState: false);
    private readonly Thread _thread;
    private SpinLock _gate = new(enableThreadOwnerTracking: false);
    private int _length = -1;
    private volatile bool _isEnding;

    /// <summary>Starts the thread. <paramref name="complain"/> is called on it when the reservations cannot be kept.</summary>
    public ReservationKeeper(IStateFolder folder, EngineLimits limits, Action<string> complain)
    {
        int contentMax = ReservationFile.ContentMax(limits);
        _file = new StateFile(folder, ReservationFile.FileName, contentMax);
        _complain = complain;
        _handedOver = new byte[contentMax];
        _written = new byte[contentMax];
        _thread = new Thread(Keep) { IsBackground = true, Name = "reservations" };
        _thread.Start();
    }

    /// <summary>What was kept; valid until <see cref="Note"/> is called.</summary>
    public static StateLoad TryLoad(IStateFolder folder, EngineLimits limits, out ReadOnlySpan<byte> content) =>
        new StateFile(folder, ReservationFile.FileName, ReservationFile.ContentMax(limits)).TryLoad(out content);

    /// <summary>The reservations of the engine have changed.</summary>
    public void Note(LocalMobilityAnchor engine)
    {
        bool isHeld = false;
        _gate.Enter(ref isHeld);
        _length = ReservationFile.Write(engine, _handedOver);
        _gate.Exit();
        _news.Set();
    }

    /// <summary>Writes what was handed over, and ends the thread.</summary>
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

    private void Keep()
    {
        while (!_isEnding)
        {
            _news.WaitOne();
            StoreLatest();
        }

        StoreLatest();
    }

    private void StoreLatest()
    {
        bool isHeld = false;
        _gate.Enter(ref isHeld);
        int length = _length;
        _length = -1;
        _handedOver.AsSpan(0, Math.Max(length, 0)).CopyTo(_written);
        _gate.Exit();
        if (length < 0)
        {
            return;
        }

        LinuxStatus status = _file.Store(_written.AsSpan(0, length));
        if (!status.IsOk)
        {
            _complain($"the reserved keys cannot be kept: {status.Message}; they will be lost with the next restart");
        }
    }
}
