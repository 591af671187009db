using System;
using System.Collections.Generic;
using System.Threading;

namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>
/// The messages of one capture in memory, in order and numbered from zero, up to a number of octets: then either what comes is counted
/// and not kept, or the oldest goes. For any thread.
/// </summary>
internal sealed class CaptureStore(long octetsMax, bool keepsNewest)
{
    // What a message costs besides its packet, about.
    private const int CostOfOne = 160;
    private readonly Queue<CapturedMessage> _messages = new();
    private readonly object _gate = new(); // Waited for, which a Lock cannot be.
    private long _first;
    private long _octets;
    private long _notKept;
    private bool _isClosed;

    /// <summary>Messages that are here.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>Messages that were not kept, or were thrown away for newer ones.</summary>
    public long NotKept
    {
        get
        {
            lock (_gate)
            {
                return _notKept;
            }
        }
    }

    /// <summary>Adds a message; false when it was not kept.</summary>
    public bool Add(CapturedMessage message)
    {
        lock (_gate)
        {
            long cost = message.Packet.Length + CostOfOne;
            while (keepsNewest && _messages.Count > 0 && _octets + cost > octetsMax)
            {
                _octets -= _messages.Dequeue().Packet.Length + CostOfOne;
                _first++;
                _notKept++;
            }

            if (_octets + cost > octetsMax)
            {
                _notKept++;
                return false;
            }

            _messages.Enqueue(message);
            _octets += cost;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Nothing comes any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// The messages from number <paramref name="next"/> on, which then is the number after them; waits for the first of them at most so
    /// long. False when there are none and none will come.
    /// </summary>
    public bool TryRead(ref long next, TimeSpan patience, out CapturedMessage[] messages)
    {
        lock (_gate)
        {
            messages = Take(ref next);
            if (messages.Length > 0 || _isClosed)
            {
                return messages.Length > 0;
            }

            Monitor.Wait(_gate, patience);
            messages = Take(ref next);
            return messages.Length > 0 || !_isClosed;
        }
    }

    private CapturedMessage[] Take(ref long next)
    {
        CapturedMessage[] all = [.. _messages];
        int from = (int)Math.Clamp(next - _first, 0, all.Length);
        next = _first + all.Length;
        return all[from..];
    }
}
