using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Pmip.Foundation.Addressing;
using Pmip.Linux;

namespace Pmip.DataPath.Tables;

/// <summary>
/// Writes sessions into the tables that the programs read. A state word is cleared first and set last, so that a program finds an
/// entry whole or not at all; what is one word changes under the packets. Counters stay over a change and start at zero for a new
/// session.
/// </summary>
internal sealed partial class SessionTable(GreTables tables, NextHopTable nextHops, SendSlots slots, uint indexMask)
{
    private const int TooBig = 7;
    private const int NoMemory = 12;
    private const int NoSpace = 28;
    private const int Nobody = -1;

    private readonly GreSession[] _installed = new GreSession[tables.Receive.Count];
    private readonly bool[] _isInstalled = new bool[tables.Receive.Count];
    private readonly int[] _nextHop = new int[tables.Receive.Count];
    private int _foreignKeys;
    private int _sampled = Nobody;

    /// <summary>Number of installed sessions.</summary>
    public int Count { get; private set; }

    public DataPathStatus Install(in GreSession session)
    {
        DataPathStatus status = Check(session);
        if (status != DataPathStatus.Ok)
        {
            return status;
        }

        MakeWay(session);
        int index = session.Index;
        bool isNew = !_isInstalled[index];
        if (!nextHops.TryAcquire(session.LocalEndpoint, session.RemoteEndpoint, out int hop))
        {
            return DataPathStatus.NextHopsFull;
        }

        // What leads to the session is there before the session changes, and what led to its old state goes after.
        Span<int> places = stackalloc int[NodeAddress.PerSessionMax];
        LinuxStatus found = TakePlaces(session, places);
        if (!found.IsOk)
        {
            nextHops.Release(hop);
            return Translate(found);
        }

        ref ReceiveEntry receive = ref tables.Receive[index];
        if (isNew)
        {
            receive = default;
            Count++;
        }
        else if (!ChangesUnderPackets(_installed[index], session))
        {
            Close(index);
        }

        CountAnew(ref receive, _installed[index], session);
        Write(ref receive, session, hop);
        for (int i = 0; i < NodeAddress.CountOf(session); i++)
        {
            Write(ref tables.Send[places[i]], session, i, hop, places[0]);
        }

        if (!isNew)
        {
            Forget(_installed[index], session);
            nextHops.Release(_nextHop[index]);
        }

        _installed[index] = session;
        _isInstalled[index] = true;
        _nextHop[index] = hop;
        NoteClaimed(index);
        return DataPathStatus.Ok;
    }

    public DataPathStatus Remove(int index)
    {
        if ((uint)index >= (uint)_isInstalled.Length)
        {
            return DataPathStatus.IndexOutOfRange;
        }

        if (!_isInstalled[index])
        {
            return DataPathStatus.NotInstalled;
        }

        Close(index);
        Forget(_installed[index], default);
        nextHops.Release(_nextHop[index]);
        NoteStale(index);
        _isInstalled[index] = false;
        _installed[index] = default;
        Count--;
        return DataPathStatus.Ok;
    }

    public bool TryReadCounters(int index, out SessionCounters counters)
    {
        if ((uint)index >= (uint)_isInstalled.Length || !_isInstalled[index])
        {
            counters = default;
            return false;
        }

        ref readonly GreSession session = ref _installed[index];
        ulong packets = 0;
        ulong octets = 0;
        ulong policed = 0;
        for (int i = 0; i < NodeAddress.CountOf(session); i++)
        {
            int place = slots.Find(NodeAddress.Of(session, i), session.AtLma);
            if (place >= 0 && tables.Send[place].Session == index)
            {
                packets += Volatile.Read(ref tables.Send[place].Packets);
                octets += Volatile.Read(ref tables.Send[place].Octets);
                policed += Volatile.Read(ref tables.Send[place].Bucket.Dropped);
            }
        }

        ref ReceiveEntry receive = ref tables.Receive[index];
        ulong policedIn = Volatile.Read(ref receive.Bucket.Dropped);
        counters = new SessionCounters(Volatile.Read(ref receive.Packets), Volatile.Read(ref receive.Octets), packets, octets, policedIn, policed);
        return true;
    }

    private DataPathStatus Check(in GreSession session)
    {
        int index = session.Index;
        if ((uint)index >= (uint)_isInstalled.Length)
        {
            return DataPathStatus.IndexOutOfRange;
        }

        // A new process counts its changes anew.
        if (IsClaimed(index) && unchecked((int)(session.Generation - _installed[index].Generation)) < 0)
        {
            return DataPathStatus.StaleGeneration;
        }

        bool hasEnds = !session.LocalEndpoint.IsUnspecified && !session.RemoteEndpoint.IsUnspecified
            && session.LocalEndpoint.IsIPv4 == session.RemoteEndpoint.IsIPv4
            && (session.Encapsulation == GreEncapsulation.Gre || session.RemoteEndpoint.IsIPv4);
        if (session.SendKey.IsNone || session.ReceiveKey.IsNone || !hasEnds || NodeAddress.CountOf(session) == 0)
        {
            return DataPathStatus.SessionIncomplete;
        }

        for (int i = 0; i < session.HomeNetworkPrefixes.Count; i++)
        {
            IpPrefix prefix = session.HomeNetworkPrefixes[i];
            if (prefix.Length != 64 || prefix.Address.High == 0)
            {
                return DataPathStatus.PrefixUnsupported;
            }
        }

        for (int i = 0; i < NodeAddress.CountOf(session); i++)
        {
            int place = slots.Find(NodeAddress.Of(session, i), session.AtLma);
            bool isTaken = place >= 0 && tables.Send[place].State != SessionState.Vacant && tables.Send[place].Session != index;
            if (isTaken && IsClaimed(tables.Send[place].Session))
            {
                return DataPathStatus.AddressTaken;
            }
        }

        return IsKeyTaken(session) ? DataPathStatus.KeyTaken : DataPathStatus.Ok;
    }

    /// <summary>A key is one session's, whether its low bits say the place or the table of foreign keys does.</summary>
    private bool IsKeyTaken(in GreSession session)
    {
        if (_foreignKeys > 0 && tables.ForeignKeys.Lookup(ForeignKeyOf(session), out int holder).IsOk && holder != session.Index
            && IsClaimed(holder))
        {
            return true;
        }

        int place = (int)(session.ReceiveKey.Value & indexMask);
        if (place == session.Index || !IsClaimed(place))
        {
            return false;
        }

        ref readonly GreSession placed = ref _installed[place];
        return placed.ReceiveKey == session.ReceiveKey && placed.AtLma == session.AtLma
            && (session.AtLma || placed.RemoteEndpoint == session.RemoteEndpoint);
    }

    /// <summary>Takes an entry for each address, and leads the key to the session; all of it or nothing.</summary>
    private LinuxStatus TakePlaces(in GreSession session, Span<int> places)
    {
        Span<bool> taken = stackalloc bool[NodeAddress.PerSessionMax];
        LinuxStatus status = LinuxStatus.Ok;
        int count = 0;
        while (count < NodeAddress.CountOf(session) && status.IsOk)
        {
            status = slots.Take(NodeAddress.Of(session, count), session.AtLma, out places[count], out taken[count]);
            count += status.IsOk ? 1 : 0;
        }

        if (status.IsOk && !SaysItsPlace(session))
        {
            bool isKnown = tables.ForeignKeys.Lookup(ForeignKeyOf(session), out int _).IsOk;
            status = isKnown ? LinuxStatus.Ok : tables.ForeignKeys.Update(ForeignKeyOf(session), session.Index);
            _foreignKeys += status.IsOk && !isKnown ? 1 : 0;
        }

        for (int i = 0; i < count; i++)
        {
            if (!status.IsOk && taken[i])
            {
                slots.Release(places[i]);
            }
            else if (taken[i])
            {
                tables.Send[places[i]] = default;
            }
        }

        return status;
    }

    /// <summary>Takes away what <paramref name="old"/> has and <paramref name="next"/> has not; what an address has counted stays the session's.</summary>
    private void Forget(in GreSession old, in GreSession next)
    {
        bool sameEnd = old.AtLma == next.AtLma;
        for (int i = 0; i < NodeAddress.CountOf(old); i++)
        {
            NodeAddress address = NodeAddress.Of(old, i);
            if (sameEnd && address.IsOf(next))
            {
                continue;
            }

            // An address of an unclaimed session may be another's by now.
            int place = slots.Find(address, old.AtLma);
            if (place < 0 || tables.Send[place].Session != old.Index)
            {
                continue;
            }

            ref SendEntry left = ref tables.Send[place];
            Set(ref left.State, SessionState.Vacant);
            if (NodeAddress.CountOf(next) > 0)
            {
                ref SendEntry heir = ref tables.Send[slots.Find(NodeAddress.Of(next, 0), next.AtLma)];
                Interlocked.Add(ref heir.Packets, Volatile.Read(ref left.Packets));
                Interlocked.Add(ref heir.Octets, Volatile.Read(ref left.Octets));
                Interlocked.Add(ref heir.Bucket.Dropped, Volatile.Read(ref left.Bucket.Dropped));
            }

            left.Session = Nobody;
            slots.Release(place);
        }

        bool sameKey = old.ReceiveKey == next.ReceiveKey && (old.AtLma || old.RemoteEndpoint == next.RemoteEndpoint);
        if (!old.ReceiveKey.IsNone && !SaysItsPlace(old) && !(sameEnd && sameKey))
        {
            _foreignKeys -= tables.ForeignKeys.Delete(ForeignKeyOf(old)).IsOk ? 1 : 0;
        }
    }

    /// <summary>True when each part of the change is one store, so that no packet is lost over it: a handover, another key (R16).</summary>
    private static bool ChangesUnderPackets(in GreSession old, in GreSession next) =>
        old.AtLma == next.AtLma
        && old.Encapsulation == next.Encapsulation
        && old.RemoteEndpoint.IsIPv4 == next.RemoteEndpoint.IsIPv4
        && old.AccessInterface == next.AccessInterface
        && old.NodeLinkLayerAddress == next.NodeLinkLayerAddress
        && old.GatewayLinkLayerAddress == next.GatewayLinkLayerAddress;

    private void Write(ref ReceiveEntry entry, in GreSession session, int hop)
    {
        int prefixes = session.HomeNetworkPrefixes.Count;
        Volatile.Write(ref entry.Way, WayOf(session.ReceiveKey, hop));
        Volatile.Write(ref entry.Prefix, prefixes > 0 ? NodeAddress.Of(session.HomeNetworkPrefixes[0]).Value : 0);
        for (int i = 1; i < IpPrefixList.Capacity; i++)
        {
            Volatile.Write(ref entry.OtherPrefix[i - 1], i < prefixes ? NodeAddress.Of(session.HomeNetworkPrefixes[i]).Value : 0);
        }

        Volatile.Write(ref entry.Home4, session.HomeAddress4.IsUnspecified ? 0 : NetworkOrder.Of(session.HomeAddress4.IPv4));
        entry.Interface = session.AccessInterface;
        entry.NodeMac = MacEntry.From(session.NodeLinkLayerAddress);
        entry.GatewayMac = MacEntry.From(session.GatewayLinkLayerAddress);
        entry.Generation = session.Generation;
        SetRate(ref entry.Bucket, session.ReceiveRate);
        Set(ref entry.State, StateOf(session, session.ReceiveRate));
    }

    // All addresses of a session are paid from the bucket of the first, at payer.
    private void Write(ref SendEntry entry, in GreSession session, int number, int hop, int payer)
    {
        NodeAddress address = NodeAddress.Of(session, number);
        if (entry.Session != session.Index)
        {
            // A place in a pool with the counters of whoever had the address before, or an unclaimed session's.
            Set(ref entry.State, SessionState.Vacant);
            entry = default;
        }

        Volatile.Write(ref entry.Way, WayOf(session.SendKey, hop));
        entry.Interface = session.AccessInterface;
        entry.Address = address.Value;
        entry.IsIpv4 = address.IsIpv4 ? 1u : 0u;
        entry.NodeMac = MacEntry.From(session.NodeLinkLayerAddress);
        entry.GatewayMac = MacEntry.From(session.GatewayLinkLayerAddress);
        entry.Session = session.Index;
        entry.Policer = payer;
        Volatile.Write(ref entry.Dscp, DscpOf(session));
        SetRate(ref entry.Bucket, session.SendRate);
        Set(ref entry.State, StateOf(session, session.SendRate));
    }

    /// <summary>No program takes a packet for the session until it is written again.</summary>
    private void Close(int index)
    {
        ref readonly GreSession session = ref _installed[index];
        Set(ref tables.Receive[index].State, SessionState.Vacant);
        for (int i = 0; i < NodeAddress.CountOf(session); i++)
        {
            int place = slots.Find(NodeAddress.Of(session, i), session.AtLma);
            if (place >= 0 && tables.Send[place].Session == index)
            {
                Set(ref tables.Send[place].State, SessionState.Vacant);
            }
        }

        Interlocked.MemoryBarrier();
    }

    private static void Set(ref SessionState state, SessionState value) =>
        Volatile.Write(ref Unsafe.As<SessionState, uint>(ref state), (uint)value);

    private SessionState StateOf(in GreSession session, SessionRate rate) => SessionState.Installed
        | (rate.IsUnbounded ? 0 : SessionState.Policed)
        | (session.Index == _sampled ? SessionState.Sampled : 0)
        | (session.IsForwarding ? SessionState.Forwarding : 0)
        | (session.AtLma ? SessionState.AtLma : 0)
        | (session.RemoteEndpoint.IsIPv4 ? 0 : SessionState.OuterIpv6)
        | (session.Encapsulation == GreEncapsulation.UdpTlvGre ? SessionState.Udp : 0)
        | (IsSequenced(session.RemoteEndpoint) ? SessionState.Sequence : 0);

    private static ulong WayOf(GreKey key, int hop) => NetworkOrder.Of(key.Value) | ((ulong)hop << 32);

    private bool SaysItsPlace(in GreSession session) => (session.ReceiveKey.Value & indexMask) == (uint)session.Index;

    private static ForeignKey ForeignKeyOf(in GreSession session) =>
        new(session.AtLma ? default : AddressEntry.From(session.RemoteEndpoint), NetworkOrder.Of(session.ReceiveKey.Value));

    private static DataPathStatus Translate(LinuxStatus status) =>
        status.Errno is TooBig or NoMemory or NoSpace ? DataPathStatus.TableFull : DataPathStatus.KernelRefused;
}
