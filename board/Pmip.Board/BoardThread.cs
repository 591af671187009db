using System;
using System.Collections.Generic;
using System.Threading;
using Pmip.Board.Buttons;
using Pmip.Board.Health;
using Pmip.Board.Thermal;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Board;

/// <summary>
/// The thread that stands between the board and the appliance: shows the health on the lights, watches the button and the
/// temperatures. A light on a slow bus may hold it up; nothing waits for it.
/// </summary>
public sealed class BoardThread : IDisposable
{
    private const ulong StopToken = 1;
    private const ulong ButtonToken = 2;
    private static readonly Duration Glance = Duration.FromMilliseconds(250);
    private static readonly Duration TemperatureInterval = Duration.FromSeconds(10);

    private readonly BoardDevices _devices;
    private readonly HealthState _health;
    private readonly Action<ButtonStage> _pressed;
    private readonly EventDescriptor _stop;
    private readonly EventPoll _poll;
    private readonly ButtonHold _hold = new();
    private readonly PollEvent[] _ready = new PollEvent[4];
    private readonly Thread _thread;
    private Instant _nextTemperature;
    private volatile bool _isEnding;

    private BoardThread(BoardDevices devices, HealthState health, Action<ButtonStage> pressed, EventDescriptor stop, EventPoll poll)
    {
        _devices = devices;
        _health = health;
        _pressed = pressed;
        _stop = stop;
        _poll = poll;
        _thread = new Thread(Run) { IsBackground = true, Name = "board" };
    }

    /// <summary>How the thread tells that it lives. Nothing that serves users hangs on it.</summary>
    public LoopProgress Progress { get; } = new("board", Duration.FromSeconds(30));

    /// <summary>The temperatures as they were last read.</summary>
    public IReadOnlyList<Temperature> Temperatures { get; private set; } = [];

    /// <summary>Starts the thread.</summary>
    /// <param name="devices">The board; stays the caller's.</param>
    /// <param name="health">What is shown, and told when it is too hot.</param>
    /// <param name="pressed">Does what was asked for by the button; called on this thread.</param>
    /// <param name="thread">The thread.</param>
    public static LinuxStatus TryStart(BoardDevices devices, HealthState health, Action<ButtonStage> pressed, out BoardThread? thread)
    {
        ArgumentNullException.ThrowIfNull(devices);
        thread = null;
        LinuxStatus status = EventDescriptor.TryOpen(out EventDescriptor? stop);
        EventPoll? poll = null;
        status = status.IsOk ? EventPoll.TryOpen(out poll) : status;
        status = status.IsOk ? poll!.Add(stop!.Descriptor, StopToken, PollInterest.Read) : status;
        if (status.IsOk && devices.Button is IButton button)
        {
            status = poll!.Add(button.Descriptor, ButtonToken, PollInterest.Read);
        }

        if (!status.IsOk)
        {
            poll?.Dispose();
            stop?.Dispose();
            return status;
        }

        thread = new BoardThread(devices, health, pressed, stop!, poll!);
        thread._thread.Start();
        return status;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isEnding)
        {
            _isEnding = true;
            _stop.Raise();
            _thread.Join();
            _poll.Dispose();
            _stop.Dispose();
        }
    }

    private void Run()
    {
        while (!_isEnding)
        {
            Instant now = MonotonicClock.Now;
            if (now >= _nextTemperature)
            {
                Temperatures = _devices.Thermometer.Read();
                _health.Set(HealthReasons.TooHot, IsTooHot());
                _nextTemperature = now.Plus(TemperatureInterval);
            }

            Instant next = _devices.Lights.Turn(now, _health.Current, _hold.StageAt(now));
            Progress.Advance();
            next = Instant.Earliest(next, _hold.NextChange(now), now.Plus(Glance));
            if (!_poll.Wait(_ready, next.Since(now), out int count).IsOk)
            {
                return; // Nothing but a closed descriptor does that; the supervisor sees the silence.
            }

            for (int i = 0; i < count; i++)
            {
                if (_ready[i].Token == ButtonToken)
                {
                    TakeButton();
                }
            }
        }
    }

    private bool IsTooHot()
    {
        foreach (Temperature temperature in Temperatures)
        {
            if (temperature.IsTooHot)
            {
                return true;
            }
        }

        return false;
    }

    private void TakeButton()
    {
        Instant now = MonotonicClock.Now;
        while (_devices.Button!.TryTake(out bool isDown))
        {
            if (isDown)
            {
                _hold.Press(now);
            }
            else if (_hold.Release(now) is ButtonStage stage and not ButtonStage.None)
            {
                _pressed(stage);
            }
        }
    }
}
