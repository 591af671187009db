using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace Pmip.DataPath.Offload.Plugin;

/// <summary>What a plug-in says, from whatever thread, checked and kept for the control loop. Nothing of it throws into the plug-in.</summary>
internal sealed unsafe class PluginEvents : IDisposable
{
    private const int Room = 1024;

    private readonly OffloadEvent[] _waiting = new OffloadEvent[Room];
    private readonly uint[] _uses = new uint[Room];
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private GCHandle _self;
    private int _first;
    private int _count;
    private int _malformed;

    /// <summary>Events for sessions with numbers below <paramref name="capacity"/>.</summary>
    public PluginEvents(int capacity)
    {
        _capacity = capacity;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>The function that the plug-in calls.</summary>
    public static delegate* unmanaged<nint, PluginEvent*, void> Entry => &Take;

    /// <summary>What it calls it with.</summary>
    public nint Context => GCHandle.ToIntPtr(_self);

    /// <summary>Events that were none, or that found no room.</summary>
    public int Malformed => Volatile.Read(ref _malformed);

    /// <summary>Takes the oldest one, and which use of the session's place it is of.</summary>
    public bool TryTake(out uint use, out OffloadEvent happened)
    {
        lock (_gate)
        {
            use = _count == 0 ? 0 : _uses[_first];
            happened = _count == 0 ? default : _waiting[_first];
            if (_count == 0)
            {
                return false;
            }

            _first = (_first + 1) % Room;
            _count--;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _self.Free();

    [UnmanagedCallersOnly]
    private static void Take(nint context, PluginEvent* happened)
    {
        if (context != 0 && happened != null && GCHandle.FromIntPtr(context).Target is PluginEvents events)
        {
            // A smaller structure than ours is one of an older plug-in: what it has not is zero.
            PluginEvent read = default;
            uint size = Math.Min(happened->Size, (uint)sizeof(PluginEvent));
            Unsafe.CopyBlockUnaligned(&read, happened, size);
            events.Add(read);
        }
    }

    private void Add(in PluginEvent happened)
    {
        bool isOfSession = happened.Kind is PluginAbi.Installed or PluginAbi.Failed or PluginAbi.Evicted;
        ulong number = isOfSession ? happened.Id & uint.MaxValue : happened.Id;
        bool isRight = happened.Kind is >= PluginAbi.Installed and <= PluginAbi.PortGone && number < (isOfSession ? (ulong)_capacity : int.MaxValue);
        lock (_gate)
        {
            if (!isRight || _count == Room)
            {
                _malformed = unchecked(_malformed + 1);
                return;
            }

            int place = (_first + _count++) % Room;
            _uses[place] = (uint)(happened.Id >> 32);
            _waiting[place] = new OffloadEvent(
                (OffloadEventKind)(happened.Kind - 1), (int)number, happened.Last.Known != 0 ? happened.Last.Counters : default);
        }
    }
}
