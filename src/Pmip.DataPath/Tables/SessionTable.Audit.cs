using System.Threading;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.Tables;

/// <content>Comparing what the kernel has with what was installed: somebody else may have changed it, or a bug of ours.</content>
internal sealed partial class SessionTable
{
    /// <summary>The session that was installed in a place.</summary>
    public bool TryRead(int index, out GreSession session)
    {
        bool isThere = (uint)index < (uint)_isInstalled.Length && _isInstalled[index];
        session = isThere ? _installed[index] : default;
        return isThere;
    }

    /// <summary>Compares; the first difference on the way of a packet is the answer.</summary>
    public SessionAudit Audit(int index)
    {
        if (!TryRead(index, out GreSession session))
        {
            return SessionAudit.NotInstalled;
        }

        if (!IsWritten(tables.Sessions[index], session, _nextHop[index]))
        {
            return SessionAudit.EntryDiffers;
        }

        for (int i = 0; i < session.HomeNetworkPrefixes.Count; i++)
        {
            if (!tables.HnpIndex.Lookup(KeyOf(session.HomeNetworkPrefixes[i], session.AtLma), out int owner).IsOk || owner != index)
            {
                return SessionAudit.PrefixLost;
            }
        }

        if (!session.HomeAddress4.IsUnspecified
            && (!tables.HoaIndex.Lookup(KeyOf(session.HomeAddress4, session.AtLma), out int owner4).IsOk || owner4 != index))
        {
            return SessionAudit.AddressLost;
        }

        if (!session.ReceiveKey.IsNone && !SaysItsPlace(session)
            && (!tables.ForeignKeys.Lookup(ForeignKeyOf(session), out int holder).IsOk || holder != index))
        {
            return SessionAudit.KeyLost;
        }

        return Volatile.Read(ref tables.NextHops[_nextHop[index]].Interface) == 0 ? SessionAudit.NoRoute : SessionAudit.Sound;
    }

    private static bool IsWritten(in SessionEntry entry, in GreSession session, int nextHop)
    {
        SessionEntry wanted = default;
        Fill(ref wanted, session, nextHop);
        bool sameKeys = entry.ReceiveKey == wanted.ReceiveKey && entry.SendKey == wanted.SendKey;
        bool sameEnds = entry.ReceiveRemote == wanted.ReceiveRemote && entry.SendRemote == wanted.SendRemote && entry.SendLocal == wanted.SendLocal;
        bool sameNode = entry.Home4 == wanted.Home4 && entry.ReceiveInterface == wanted.ReceiveInterface && entry.SendInterface == wanted.SendInterface;
        for (int i = 0; i < IpPrefixList.Capacity; i++)
        {
            sameNode &= entry.Prefix[i] == wanted.Prefix[i];
        }

        return sameKeys && sameEnds && sameNode && entry.NextHop == nextHop
            && (entry.SendState & SessionState.Installed) != 0 && entry.ReceiveState == entry.SendState
            && (entry.SendState & SessionState.Forwarding) != 0 == session.IsForwarding;
    }
}
