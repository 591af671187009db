using System.Threading;
using Pmip.Foundation.Addressing;
using Pmip.Linux;

namespace Pmip.DataPath.Tables;

/// <summary>
/// Writes sessions into the tables that the programs read. The state words are cleared first and set last, so that a program
/// finds a session whole or not at all. Counters stay in the entry over a change and start at zero for a new session.
/// </summary>
internal sealed partial class SessionTable(GreTables tables, NextHopTable nextHops, uint indexMask)
{
    private const int TooBig = 7;
    private const int NoMemory = 12;
    private const int NoSpace = 28;

    private readonly GreSession[] _installed = new GreSession[tables.Sessions.Count];
    private readonly bool[] _isInstalled = new bool[tables.Sessions.Count];
    private readonly int[] _nextHop = new int[tables.Sessions.Count];

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
        if (!nextHops.TryAcquire(session.RemoteEndpoint, out int hop))
        {
            return DataPathStatus.NextHopsFull;
        }

        ref SessionEntry entry = ref tables.Sessions[index];
        if (isNew)
        {
            // Whole before anything leads to it: its addresses may lead to a session of the process before until now.
            entry = default;
            Fill(ref entry, session, hop);
            Open(ref entry, session);
        }

        // What leads to the session is there before the session changes, and what led to its old state goes after.
        LinuxStatus indexed = AddToIndexes(session);
        if (!indexed.IsOk)
        {
            if (isNew)
            {
                Close(ref entry);
            }

            Unindex(session, _installed[index]);
            nextHops.Release(hop);
            return Translate(indexed);
        }

        if (isNew)
        {
            Count++;
        }
        else if (DiffersInKeysOnly(_installed[index], session))
        {
            ChangeKeys(ref entry, session);
            Open(ref entry, session);
        }
        else
        {
            Close(ref entry);
            Fill(ref entry, session, hop);
            Open(ref entry, session);
        }

        if (!isNew)
        {
            Unindex(_installed[index], session);
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

        Close(ref tables.Sessions[index]);
        Unindex(_installed[index], default);
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

        ref SessionEntry entry = ref tables.Sessions[index];
        counters = new SessionCounters(
            Volatile.Read(ref entry.PacketsIn),
            Volatile.Read(ref entry.OctetsIn),
            Volatile.Read(ref entry.PacketsOut),
            Volatile.Read(ref entry.OctetsOut));
        return true;
    }

    private DataPathStatus Check(in GreSession session)
    {
        int index = session.Index;
        if ((uint)index >= (uint)_isInstalled.Length)
        {
            return DataPathStatus.IndexOutOfRange;
        }

        if (IsClaimed(index) && unchecked((int)(session.Generation - _installed[index].Generation)) < 0)
        {
            return DataPathStatus.StaleGeneration;
        }

        bool hasAddress = session.HomeNetworkPrefixes.Count > 0 || !session.HomeAddress4.IsUnspecified;
        bool hasEnds = !session.LocalEndpoint.IsUnspecified && !session.RemoteEndpoint.IsUnspecified
            && session.LocalEndpoint.IsIPv4 == session.RemoteEndpoint.IsIPv4
            && (session.Encapsulation == GreEncapsulation.Gre || session.RemoteEndpoint.IsIPv4);
        if (session.SendKey.IsNone || session.ReceiveKey.IsNone || !hasEnds || !hasAddress)
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

            if (tables.HnpIndex.Lookup(KeyOf(prefix, session.AtLma), out int owner).IsOk && owner != index && IsClaimed(owner))
            {
                return DataPathStatus.AddressTaken;
            }
        }

        if (!session.HomeAddress4.IsUnspecified
            && tables.HoaIndex.Lookup(KeyOf(session.HomeAddress4, session.AtLma), out int owner4).IsOk && owner4 != index
            && IsClaimed(owner4))
        {
            return DataPathStatus.AddressTaken;
        }

        return IsKeyTaken(session) ? DataPathStatus.KeyTaken : DataPathStatus.Ok;
    }

    /// <summary>A key is one session's, whether its low bits say the place or the table of foreign keys does.</summary>
    private bool IsKeyTaken(in GreSession session)
    {
        if (tables.ForeignKeys.Lookup(ForeignKeyOf(session), out int holder).IsOk && holder != session.Index && IsClaimed(holder))
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

    private LinuxStatus AddToIndexes(in GreSession session)
    {
        LinuxStatus status = LinuxStatus.Ok;
        for (int i = 0; i < session.HomeNetworkPrefixes.Count && status.IsOk; i++)
        {
            status = tables.HnpIndex.Update(KeyOf(session.HomeNetworkPrefixes[i], session.AtLma), session.Index);
        }

        if (status.IsOk && !session.HomeAddress4.IsUnspecified)
        {
            status = tables.HoaIndex.Update(KeyOf(session.HomeAddress4, session.AtLma), session.Index);
        }

        return status.IsOk && !SaysItsPlace(session) ? tables.ForeignKeys.Update(ForeignKeyOf(session), session.Index) : status;
    }

    /// <summary>Takes out of the indexes what <paramref name="old"/> has there and <paramref name="next"/> has not.</summary>
    private void Unindex(in GreSession old, in GreSession next)
    {
        bool sameEnd = old.AtLma == next.AtLma;

        // The addresses of an unclaimed session may be another's by now.
        bool moved = IsUnclaimed(old.Index);
        for (int i = 0; i < old.HomeNetworkPrefixes.Count; i++)
        {
            IpPrefix prefix = old.HomeNetworkPrefixes[i];
            if ((!sameEnd || !next.HomeNetworkPrefixes.Contains(prefix))
                && (!moved || (tables.HnpIndex.Lookup(KeyOf(prefix, old.AtLma), out int owner).IsOk && owner == old.Index)))
            {
                _ = tables.HnpIndex.Delete(KeyOf(prefix, old.AtLma));
            }
        }

        if (!old.HomeAddress4.IsUnspecified && (!sameEnd || old.HomeAddress4 != next.HomeAddress4)
            && (!moved || (tables.HoaIndex.Lookup(KeyOf(old.HomeAddress4, old.AtLma), out int owner4).IsOk && owner4 == old.Index)))
        {
            _ = tables.HoaIndex.Delete(KeyOf(old.HomeAddress4, old.AtLma));
        }

        bool sameKey = old.ReceiveKey == next.ReceiveKey && (old.AtLma || old.RemoteEndpoint == next.RemoteEndpoint);
        if (!old.ReceiveKey.IsNone && !SaysItsPlace(old) && !(sameEnd && sameKey))
        {
            _ = tables.ForeignKeys.Delete(ForeignKeyOf(old));
        }
    }

    private static void Fill(ref SessionEntry entry, in GreSession session, int nextHop)
    {
        entry.ReceiveKey = NetworkOrder.Of(session.ReceiveKey.Value);
        entry.ReceiveRemote = AddressEntry.From(session.RemoteEndpoint);
        for (int i = 0; i < IpPrefixList.Capacity; i++)
        {
            entry.Prefix[i] = i < session.HomeNetworkPrefixes.Count ? NetworkOrder.Of(session.HomeNetworkPrefixes[i].Address.High) : 0;
        }

        entry.Home4 = session.HomeAddress4.IsUnspecified ? 0 : NetworkOrder.Of(session.HomeAddress4.IPv4);
        entry.ReceiveInterface = session.AccessInterface;
        entry.NodeMac = MacEntry.From(session.NodeLinkLayerAddress);
        entry.GatewayMac = MacEntry.From(session.GatewayLinkLayerAddress);
        entry.Generation = session.Generation;
        entry.SendKey = NetworkOrder.Of(session.SendKey.Value);
        entry.SendLocal = AddressEntry.From(session.LocalEndpoint);
        entry.SendRemote = AddressEntry.From(session.RemoteEndpoint);
        entry.NextHop = nextHop;
        entry.SendInterface = session.AccessInterface;
        entry.SendNodeMac = entry.NodeMac;
        entry.SendGatewayMac = entry.GatewayMac;
    }

    /// <summary>True when a program may go on with the entry while the rest of the change is written: each key is one store.</summary>
    private static bool DiffersInKeysOnly(in GreSession old, in GreSession next) =>
        old.AtLma == next.AtLma
        && old.Encapsulation == next.Encapsulation
        && old.LocalEndpoint == next.LocalEndpoint
        && old.RemoteEndpoint == next.RemoteEndpoint
        && SamePrefixes(old.HomeNetworkPrefixes, next.HomeNetworkPrefixes)
        && old.HomeAddress4 == next.HomeAddress4
        && old.AccessInterface == next.AccessInterface
        && old.NodeLinkLayerAddress == next.NodeLinkLayerAddress
        && old.GatewayLinkLayerAddress == next.GatewayLinkLayerAddress;

    private static bool SamePrefixes(in IpPrefixList old, in IpPrefixList next)
    {
        bool same = old.Count == next.Count;
        for (int i = 0; i < old.Count && same; i++)
        {
            same = old[i] == next[i];
        }

        return same;
    }

    /// <summary>The answer of the LMA may change the key that an early uplink went out with: no packet is lost over it (R16).</summary>
    private static void ChangeKeys(ref SessionEntry entry, in GreSession session)
    {
        Volatile.Write(ref entry.SendKey, NetworkOrder.Of(session.SendKey.Value));
        Volatile.Write(ref entry.ReceiveKey, NetworkOrder.Of(session.ReceiveKey.Value));
        entry.Generation = session.Generation;
    }

    private static void Close(ref SessionEntry entry)
    {
        Volatile.Write(ref System.Runtime.CompilerServices.Unsafe.As<SessionState, uint>(ref entry.ReceiveState), 0);
        Volatile.Write(ref System.Runtime.CompilerServices.Unsafe.As<SessionState, uint>(ref entry.SendState), 0);
        Interlocked.MemoryBarrier();
    }

    private static void Open(ref SessionEntry entry, in GreSession session)
    {
        SessionState state = SessionState.Installed
            | (session.IsForwarding ? SessionState.Forwarding : 0)
            | (session.AtLma ? SessionState.AtLma : 0)
            | (session.RemoteEndpoint.IsIPv4 ? 0 : SessionState.OuterIpv6)
            | (session.Encapsulation == GreEncapsulation.UdpTlvGre ? SessionState.Udp : 0);
        Volatile.Write(ref System.Runtime.CompilerServices.Unsafe.As<SessionState, uint>(ref entry.SendState), (uint)state);
        Volatile.Write(ref System.Runtime.CompilerServices.Unsafe.As<SessionState, uint>(ref entry.ReceiveState), (uint)state);
    }

    private bool SaysItsPlace(in GreSession session) => (session.ReceiveKey.Value & indexMask) == (uint)session.Index;

    private static PrefixKey KeyOf(IpPrefix prefix, bool atLma) => new(NetworkOrder.Of(prefix.Address.High), atLma);

    private static Home4Key KeyOf(IpAddress address, bool atLma) => new(NetworkOrder.Of(address.IPv4), atLma);

    private static ForeignKey ForeignKeyOf(in GreSession session) =>
        new(session.AtLma ? default : AddressEntry.From(session.RemoteEndpoint), NetworkOrder.Of(session.ReceiveKey.Value));

    private static DataPathStatus Translate(LinuxStatus status) =>
        status.Errno is TooBig or NoMemory or NoSpace ? DataPathStatus.TableFull : DataPathStatus.KernelRefused;
}
