using System;
using Pmip.LabBench.Results;

namespace Pmip.LabBench.Crossings;

/// <summary>
/// The longest gap after each handover of a device, in one direction. A gap is the time between two packets that arrived one after the
/// other, less the interval at which they are sent; it belongs to the handover that the device has behind it when it ends.
/// </summary>
internal sealed class GapMeter(int devices, int gapsMax)
{
    private readonly long[] _lastArrival = new long[devices];
    private readonly int[] _handover = new int[devices];
    private readonly long[] _longest = new long[devices];
    private readonly bool[] _isEnded = new bool[devices];
    private readonly long[] _gaps = new long[gapsMax];
    private int _count;
    private int _silent;

    /// <summary>True when a packet of the device has come.</summary>
    public bool IsKnown(int device) => _lastArrival[device] != 0;

    public void Arrived(int device, int handover, long now)
    {
        long gap = IsKnown(device) ? Math.Max(now - _lastArrival[device] - CrowdPlan.IntervalMicroseconds, 0) : 0;
        _lastArrival[device] = now;
        if (handover > _handover[device])
        {
            Keep(device);
            _handover[device] = handover;
            _longest[device] = 0;
        }

        _longest[device] = Math.Max(_longest[device], gap);
    }

    /// <summary>The device's packets end on purpose.</summary>
    public void Ended(int device) => _isEnded[device] = true;

    /// <summary>What there was; a device that fell silent without an end has been so until now, and is counted.</summary>
    public Spread Finish(long now)
    {
        for (int device = 0; device < _lastArrival.Length; device++)
        {
            if (!IsKnown(device))
            {
                continue;
            }

            if (!_isEnded[device])
            {
                _silent++;
                _longest[device] = Math.Max(_longest[device], now - _lastArrival[device]);
                _handover[device] = Math.Max(_handover[device], 1);
            }

            Keep(device);
        }

        return Spread.Of(_gaps.AsSpan(0, _count), _silent);
    }

    // What was before the first handover belongs to none.
    private void Keep(int device)
    {
        if (_handover[device] > 0 && _count < _gaps.Length)
        {
            _gaps[_count++] = _longest[device];
        }
    }
}
