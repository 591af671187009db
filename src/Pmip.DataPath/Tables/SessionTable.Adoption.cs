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

    private readonly bool[] _isUnclaimed = new bool[tables.Sessions.Count];
    private int _adopted;
    private int _claimed;
    private int _stale;
    private int _unclaimed;

    /// <summary>What became of those that were found.</summary>
    public SessionAdoption Adoption => new(_adopted, _claimed, _stale, _unclaimed);

    /// <summary>Finds the sessions that the tables hold. At the start, before the first is installed.</summary>
    public void Adopt()
    {
        for (int index = 0; index < _isInstalled.Length; index++)
        {
            ref SessionEntry entry = ref tables.Sessions[index];
            if (entry.SendState == SessionState.Vacant && entry.ReceiveState == SessionState.Vacant)
            {
                continue;
            }

            // One that a process died over is not whole; no program takes it, and it makes room.
            GreSession session = Describe(entry, index);
            bool isWhole = entry.SendState == entry.ReceiveState && (entry.SendState & SessionState.Installed) != 0
                && nextHops.TryAdopt(entry.NextHop, session.RemoteEndpoint);
            if (!isWhole)
            {
                Close(ref entry);
                continue;
            }

            _installed[index] = session;
            _isInstalled[index] = true;
            _nextHop[index] = entry.NextHop;
            Count++;
            NoteAdopted(index);
        }
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
        ref SessionEntry entry = ref tables.Sessions[index];
        entry.PacketsIn = counters.PacketsIn;
        entry.OctetsIn = counters.OctetsIn;
        entry.PacketsOut = counters.PacketsOut;
        entry.OctetsOut = counters.OctetsOut;
    }

    /// <summary>The session that an entry was filled from.</summary>
    private static GreSession Describe(in SessionEntry entry, int index)
    {
        GreSession session = new()
        {
            Index = index,
            Generation = entry.Generation,
            AtLma = (entry.SendState & SessionState.AtLma) != 0,
            IsForwarding = (entry.SendState & SessionState.Forwarding) != 0,
            Encapsulation = (entry.SendState & SessionState.Udp) != 0 ? GreEncapsulation.UdpTlvGre : GreEncapsulation.Gre,
            LocalEndpoint = entry.SendLocal.ToAddress(),
            RemoteEndpoint = entry.SendRemote.ToAddress(),
            SendKey = new GreKey(NetworkOrder.Of(entry.SendKey)),
            ReceiveKey = new GreKey(NetworkOrder.Of(entry.ReceiveKey)),
            HomeAddress4 = entry.Home4 == 0 ? default : IpAddress.FromIPv4(NetworkOrder.Of(entry.Home4)),
            AccessInterface = entry.ReceiveInterface,
            NodeLinkLayerAddress = entry.NodeMac.ToAddress(),
            GatewayLinkLayerAddress = entry.GatewayMac.ToAddress(),
        };
        for (int i = 0; i < IpPrefixList.Capacity; i++)
        {
            if (entry.Prefix[i] != 0)
            {
                session.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(NetworkOrder.Of(entry.Prefix[i]), 0), 64));
            }
        }

        return session;
    }
}
