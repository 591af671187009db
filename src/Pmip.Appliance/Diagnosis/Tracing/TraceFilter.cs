using System;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Diagnosis.Tracing;

/// <summary>
/// One traced node as the control loop knows it: how the operator named it, what the loop has learned of it since (an address to its
/// identifier and the other way round), and which bindings are watched for it. Made beforehand; only the loop writes.
/// </summary>
internal sealed class TraceFilter(NodePattern pattern)
{
    /// <summary>Most bindings that are watched for one trace.</summary>
    public const int WatchesMax = 8;

    private const int AddressesMax = 4;
    private readonly MacAddress[] _addresses = new MacAddress[AddressesMax];
    private readonly byte[] _identifier = new byte[byte.MaxValue];
    private readonly TraceWatch[] _watches = new TraceWatch[WatchesMax];
    private int _addressCount;
    private int _identifierLength;

    /// <summary>How it was named.</summary>
    public NodePattern Pattern { get; } = pattern;

    /// <summary>The bindings that are watched; some places may be vacant.</summary>
    public Span<TraceWatch> Watches => _watches;

    /// <summary>True when this is the node; what was not known of it before is learned.</summary>
    public bool Takes(ReadOnlySpan<byte> identifier, MacAddress address)
    {
        if (!Pattern.Matches(identifier, address) && !IsKnown(address) && !IsKnown(identifier))
        {
            return false;
        }

        Learn(identifier);
        Learn(address);
        return true;
    }

    /// <summary>True when the binding in a slot is watched.</summary>
    public bool IsWatched(EventRoom room, int slot) => Find(room, slot) >= 0;

    /// <summary>Watches the binding in a slot from now on, as far as there is room.</summary>
    public void Watch(EventRoom room, int slot)
    {
        if (Find(room, slot) >= 0)
        {
            return;
        }

        foreach (ref TraceWatch watch in _watches.AsSpan())
        {
            if (!watch.IsTaken)
            {
                watch = new TraceWatch { IsTaken = true, Room = room, Slot = slot, State = TraceHead.NoState };
                return;
            }
        }
    }

    private int Find(EventRoom room, int slot)
    {
        for (int i = 0; i < _watches.Length; i++)
        {
            if (_watches[i].IsTaken && _watches[i].Room == room && _watches[i].Slot == slot)
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsKnown(MacAddress address) => !address.IsZero && _addresses.AsSpan(0, _addressCount).Contains(address);

    private bool IsKnown(ReadOnlySpan<byte> identifier) =>
        !identifier.IsEmpty && identifier.SequenceEqual(_identifier.AsSpan(0, _identifierLength));

    private void Learn(MacAddress address)
    {
        if (!address.IsZero && _addressCount < AddressesMax && !IsKnown(address))
        {
            _addresses[_addressCount++] = address;
        }
    }

    private void Learn(ReadOnlySpan<byte> identifier)
    {
        if (!identifier.IsEmpty && identifier.Length <= _identifier.Length)
        {
            identifier.CopyTo(_identifier);
            _identifierLength = identifier.Length;
        }
    }
}

/// <summary>A binding that is watched, and its last known state.</summary>
internal struct TraceWatch
{
    /// <summary>False for a vacant place.</summary>
    public bool IsTaken;

    /// <summary>Of which engine.</summary>
    public EventRoom Room;

    /// <summary>Which binding.</summary>
    public int Slot;

    /// <summary>Its state when it was looked at last, <see cref="TraceHead.NoState"/> before.</summary>
    public byte State;
}
