using System.Threading;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.DataPath.Tables;

/// <content>What the slow path asks for: the same questions as the programs' (<c>bpf/lookup.h</c>), answered from the same tables.</content>
internal sealed partial class SessionTable
{
    /// <summary>Remote ends to which sequence numbers go.</summary>
    public IpPrefix[] SequencedRemotes { get; init; } = [];

    /// <summary>Places in the table.</summary>
    public int Capacity => _installed.Length;

    /// <summary>The session in a place that one of the searches gave.</summary>
    public ref readonly GreSession At(int index) => ref _installed[index];

    /// <summary>Entry of the next hop of an installed session.</summary>
    public int NextHopOf(int index) => _nextHop[index];

    /// <summary>The receiving half of an installed session, with its sequence numbers.</summary>
    public ref ReceiveEntry ReceiveOf(int index) => ref tables.Receive[index];

    /// <summary>True when the session gets and sends sequence numbers.</summary>
    public bool IsSequenced(int index) => (tables.Receive[index].State & SessionState.Sequence) != 0;

    /// <summary>The session of a packet that arrived; false, and in <paramref name="why"/> the reason, when there is none.</summary>
    public bool TryFindReceiving(GreKey key, IpAddress source, out int index, out DropReason why)
    {
        index = (int)(key.Value & indexMask);
        bool isPlaced = index < _installed.Length && _isInstalled[index] && _installed[index].ReceiveKey == key;
        why = isPlaced ? DropReason.OuterSourceWrong : DropReason.GreKeyUnknown;
        if (isPlaced && Takes(index, source))
        {
            return true;
        }

        uint inNetworkOrder = NetworkOrder.Of(key.Value);
        return IsForeign(new ForeignKey(AddressEntry.From(source), inNetworkOrder), key, source, out index)
            || IsForeign(new ForeignKey(default, inNetworkOrder), key, source, out index);
    }

    /// <summary>The session of a packet that the kernel routed to the tunnel interface: by its destination at an LMA, by its source at a MAG.</summary>
    public bool TryFindSending(NodeAddress source, NodeAddress destination, out int index, out int place) =>
        TryFindByAddress(destination, atLma: true, out index, out place) || TryFindByAddress(source, atLma: false, out index, out place);

    /// <summary>True for an outer source that an LMA takes packets from (R18).</summary>
    public bool IsTrusted(IpAddress source) => (tables.Node[0].Flags & NodeFlags.AcceptAnySource) != 0 || tables.IsTrusted(source);

    /// <summary>True when the session in this place sends with this key to this remote end.</summary>
    public bool SendsWith(int index, GreKey key, IpAddress remote) =>
        _isInstalled[index] && _installed[index].SendKey == key && _installed[index].RemoteEndpoint == remote;

    /// <summary>True when what arrives has to have the outer DSCP inside (RFC 2983 3.1).</summary>
    public bool TakesOuterDscp => (tables.Node[0].Flags & NodeFlags.Uniform) != 0;

    /// <summary>Traffic class of the outer header: ECN as it is inside (RFC 6040 4.1), DSCP by the map of the address at this place.</summary>
    public byte OuterTrafficClass(int place, byte inner)
    {
        uint map = Volatile.Read(ref tables.Send[place].Dscp);
        return map == 0 ? inner : (byte)((tables.DscpMaps![(int)map][inner >> 2] << 2) | (inner & 3));
    }

    /// <summary>As <c>within_rate</c> of <c>bpf/policing.h</c>, for a packet out of the tunnel.</summary>
    public bool MayEnter(int index, int octets, Instant now)
    {
        ref ReceiveEntry entry = ref tables.Receive[index];
        return (entry.State & SessionState.Policed) == 0 || IsWithinRate(ref entry.Bucket, octets, now);
    }

    /// <summary>Counts a packet that came in by the slow path.</summary>
    public void CountIn(int index, int octets)
    {
        Interlocked.Increment(ref tables.Receive[index].Packets);
        Interlocked.Add(ref tables.Receive[index].Octets, (ulong)octets);
    }

    /// <summary>Counts a packet that went out by the slow path, at the place of its address.</summary>
    public void CountOut(int place, int octets)
    {
        Interlocked.Increment(ref tables.Send[place].Packets);
        Interlocked.Add(ref tables.Send[place].Octets, (ulong)octets);
    }

    private static bool IsWithinRate(ref BucketEntry bucket, int octets, Instant now)
    {
        unchecked
        {
            ulong time = (ulong)now.Microseconds * 1000 << 4;
            ulong depth = (ulong)bucket.Depth << 4;
            ulong charged = Volatile.Read(ref bucket.Charged);
            ulong saved = time - charged - Volatile.Read(ref bucket.Base);
            if ((long)saved < 0)
            {
                Interlocked.Increment(ref bucket.Dropped);
                return false;
            }

            if (saved > depth)
            {
                Volatile.Write(ref bucket.Base, time - depth - charged);
            }

            Interlocked.Add(ref bucket.Charged, (ulong)octets * bucket.Cost >> 8);
            return true;
        }
    }

    private bool Takes(int index, IpAddress source) => _installed[index].AtLma || _installed[index].RemoteEndpoint == source;

    private bool IsForeign(in ForeignKey foreign, GreKey key, IpAddress source, out int index) =>
        tables.ForeignKeys.Lookup(foreign, out index).IsOk && _isInstalled[index] && _installed[index].ReceiveKey == key && Takes(index, source);

    private bool TryFindByAddress(NodeAddress address, bool atLma, out int index, out int place)
    {
        place = slots.Find(address, atLma);
        index = place < 0 ? Nobody : tables.Send[place].Session;
        return index >= 0 && tables.Send[place].State != SessionState.Vacant && tables.Send[place].Address == address.Value;
    }

    // Each key has numbers of its own, the first of which is zero (RFC 2890 2.2).
    private static void CountAnew(ref ReceiveEntry entry, in GreSession old, in GreSession next)
    {
        bool sameRemote = old.RemoteEndpoint == next.RemoteEndpoint;
        entry.Sequence = sameRemote && old.SendKey == next.SendKey ? entry.Sequence : 0;
        entry.SequenceState = sameRemote && old.ReceiveKey == next.ReceiveKey ? entry.SequenceState : 0;
    }

    private bool IsSequenced(IpAddress remote)
    {
        for (int i = 0; i < SequencedRemotes.Length; i++)
        {
            if (SequencedRemotes[i].Contains(remote))
            {
                return true;
            }
        }

        return false;
    }
}
