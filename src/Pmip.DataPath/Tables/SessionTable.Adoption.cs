using System.Collections.Generic;
using System.Runtime.InteropServices;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.Tables;

/// <content>
/// Sessions that were in the tables before this process: they carry packets all along. Each is unclaimed until it is installed again,
/// and goes with the reconciliation when it never is.
/// </content>
internal sealed partial class SessionTable
{
    /// <summary>A removal asks the kernel several times; a look is a memory access.</summary>
    private const int PlacesPerRemoval = 32;

    private readonly bool[] _isUnclaimed = new bool[tables.Receive.Count];
    private int _adopted;
    private int _claimed;
    private int _stale;
    private int _unclaimed;

    /// <summary>What became of those that were found.</summary>
    public SessionAdoption Adoption => new(_adopted, _claimed, _stale, _unclaimed);

    /// <summary>
    /// Finds the sessions that the tables hold. At the start, before the first is installed. An entry of a session that a process died
    /// over is written again; what belongs to no session makes room.
    /// </summary>
    public void Adopt()
    {
        slots.Adopt(tables.Send);
        Dictionary<int, List<int>> sends = [];
        for (int place = 0; place < tables.Send.Count; place++)
        {
            if (tables.Send[place].State != SessionState.Vacant)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(sends, tables.Send[place].Session, out _) ??= [];
                sends[tables.Send[place].Session].Add(place);
            }
        }

        for (int index = 0; index < _isInstalled.Length; index++)
        {
            if (tables.Receive[index].State == SessionState.Vacant)
            {
                continue;
            }

            if (!sends.Remove(index, out List<int>? places) || !TryAdopt(index, places))
            {
                Set(ref tables.Receive[index].State, SessionState.Vacant);
                Vacate(places);
            }
        }

        foreach (List<int> places in sends.Values)
        {
            Vacate(places);
        }

        nextHops.EndAdoption();
    }

    /// <summary>
    /// Takes over all sessions of other tables, of an older layout or another size, with what they counted. What does not fit in is left
    /// out: gives how many. At the start.
    /// </summary>
    public int CarryOver(SessionTable old)
    {
        int left = 0;
        for (int index = 0; index < old._isInstalled.Length; index++)
        {
            if (!old.TryRead(index, out GreSession session))
            {
                continue;
            }

            if (Install(session) != DataPathStatus.Ok)
            {
                left++;
                continue;
            }

            old.TryReadCounters(index, out SessionCounters counters);
            WriteCounters(index, counters);
            NoteAdopted(index);
        }

        return left;
    }

    /// <summary>
    /// Removes unclaimed sessions from <paramref name="place"/> on, looking at no more than <paramref name="budget"/> places, of which a removal
    /// costs some. False when there is nothing left to look at.
    /// </summary>
    public bool RemoveUnclaimed(ref int place, int budget)
    {
        for (int cost = 0; cost < budget && _unclaimed > 0 && place < _isUnclaimed.Length; cost++, place++)
        {
            if (_isUnclaimed[place])
            {
                Remove(place);
                cost += PlacesPerRemoval;
            }
        }

        return _unclaimed > 0 && place < _isUnclaimed.Length;
    }

    /// <summary>True when a place is of a session that somebody installed or may claim yet; what leads to any other is worth nothing.</summary>
    private bool IsClaimed(int index) => (uint)index < (uint)_isInstalled.Length && _isInstalled[index] && !_isUnclaimed[index];

    /// <summary>Removes unclaimed sessions that have the place or the key of a session that comes: two cannot have it.</summary>
    private void MakeWay(in GreSession session)
    {
        if (_unclaimed == 0)
        {
            return;
        }

        int index = session.Index;
        if (_isUnclaimed[index] && !SharesAddress(_installed[index], session))
        {
            Remove(index);
        }

        if (tables.ForeignKeys.Lookup(ForeignKeyOf(session), out int holder).IsOk && holder != index && IsUnclaimed(holder))
        {
            Remove(holder);
        }

        int place = (int)(session.ReceiveKey.Value & indexMask);
        if (place != index && IsUnclaimed(place) && _installed[place].ReceiveKey == session.ReceiveKey)
        {
            Remove(place);
        }
    }

    private bool IsUnclaimed(int index) => (uint)index < (uint)_isUnclaimed.Length && _isUnclaimed[index];

    private static bool SharesAddress(in GreSession old, in GreSession next)
    {
        bool shares = !old.HomeAddress4.IsUnspecified && old.HomeAddress4 == next.HomeAddress4;
        for (int i = 0; i < old.HomeNetworkPrefixes.Count; i++)
        {
            shares |= next.HomeNetworkPrefixes.Contains(old.HomeNetworkPrefixes[i]);
        }

        return shares && old.AtLma == next.AtLma;
    }

    private void NoteAdopted(int index)
    {
        _isUnclaimed[index] = true;
        _unclaimed++;
        _adopted++;
    }

    private void NoteClaimed(int index)
    {
        if (_isUnclaimed[index])
        {
            _isUnclaimed[index] = false;
            _unclaimed--;
            _claimed++;
        }
    }

    private void NoteStale(int index)
    {
        if (_isUnclaimed[index])
        {
            _isUnclaimed[index] = false;
            _unclaimed--;
            _stale++;
        }
    }

    private void WriteCounters(int index, in SessionCounters counters)
    {
        // The programs do not use these tables yet.
        ref ReceiveEntry receive = ref tables.Receive[index];
        receive.Packets = counters.PacketsIn;
        receive.Octets = counters.OctetsIn;
        ref readonly GreSession session = ref _installed[index];
        ref SendEntry send = ref tables.Send[slots.Find(NodeAddress.Of(session, 0), session.AtLma)];
        send.Packets = counters.PacketsOut;
        send.Octets = counters.OctetsOut;
    }

    private bool TryAdopt(int index, List<int> places)
    {
        ref SendEntry first = ref tables.Send[places[0]];
        int hop = first.NextHop;
        if (!nextHops.TryAdopt(hop))
        {
            return false;
        }

        (IpAddress local, IpAddress remote) = nextHops.EndsOf(hop);
        GreSession session = Describe(tables.Receive[index], index, NetworkOrder.Of(first.Key), local, remote);
        session.DscpMap = first.Dscp == 0 ? DscpMap.Copy : (byte)first.Dscp;
        session.SendRate = (first.State & SessionState.Policed) == 0 ? default : RateOf(tables.Send[first.Policer].Bucket);
        bool isWhole = NodeAddress.CountOf(session) > 0;
        for (int i = 0; i < NodeAddress.CountOf(session) && isWhole; i++)
        {
            int place = slots.Find(NodeAddress.Of(session, i), session.AtLma);
            isWhole = place >= 0 && places.Remove(place);
        }

        if (!isWhole)
        {
            nextHops.Release(hop);
            return false;
        }

        Vacate(places);
        Write(ref tables.Receive[index], session, hop);
        int payer = slots.Find(NodeAddress.Of(session, 0), session.AtLma);
        for (int i = 0; i < NodeAddress.CountOf(session); i++)
        {
            Write(ref tables.Send[slots.Find(NodeAddress.Of(session, i), session.AtLma)], session, i, hop, payer);
        }

        _installed[index] = session;
        _isInstalled[index] = true;
        _nextHop[index] = hop;
        _foreignKeys += SaysItsPlace(session) ? 0 : 1;
        Count++;
        NoteAdopted(index);
        return true;
    }

    private void Vacate(List<int>? places)
    {
        foreach (int place in places ?? [])
        {
            Set(ref tables.Send[place].State, SessionState.Vacant);
            tables.Send[place].Session = Nobody;
            slots.Release(place);
        }
    }

    /// <summary>The session that an entry was filled from.</summary>
    private static GreSession Describe(in ReceiveEntry entry, int index, uint sendKey, IpAddress local, IpAddress remote)
    {
        GreSession session = new()
        {
            Index = index,
            Generation = entry.Generation,
            AtLma = (entry.State & SessionState.AtLma) != 0,
            IsForwarding = (entry.State & SessionState.Forwarding) != 0,
            Encapsulation = (entry.State & SessionState.Udp) != 0 ? GreEncapsulation.UdpTlvGre : GreEncapsulation.Gre,
            LocalEndpoint = local,
            RemoteEndpoint = remote,
            SendKey = new GreKey(sendKey),
            ReceiveKey = new GreKey(NetworkOrder.Of(entry.Key)),
            HomeAddress4 = entry.Home4 == 0 ? default : IpAddress.FromIPv4(NetworkOrder.Of(entry.Home4)),
            AccessInterface = entry.Interface,
            NodeLinkLayerAddress = entry.NodeMac.ToAddress(),
            GatewayLinkLayerAddress = entry.GatewayMac.ToAddress(),
            ReceiveRate = (entry.State & SessionState.Policed) == 0 ? default : RateOf(entry.Bucket),
        };
        AddPrefix(ref session, entry.Prefix);
        for (int i = 0; i < IpPrefixList.Capacity - 1; i++)
        {
            AddPrefix(ref session, entry.OtherPrefix[i]);
        }

        return session;
    }

    private static void AddPrefix(ref GreSession session, ulong half)
    {
        if (half != 0)
        {
            session.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(NetworkOrder.Of(half), 0), 64));
        }
    }
}
