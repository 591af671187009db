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

        ref readonly ReceiveEntry receive = ref tables.Receive[index];
        if (!IsWritten(receive, session))
        {
            return SessionAudit.EntryDiffers;
        }

        for (int i = 0; i < NodeAddress.CountOf(session); i++)
        {
            NodeAddress address = NodeAddress.Of(session, i);
            int place = slots.Find(address, session.AtLma);
            ref readonly SendEntry send = ref tables.Send[place];
            if (send.Address != address.Value || send.State == SessionState.Vacant || !slots.IsLed(address, session.AtLma, place))
            {
                return address.IsIpv4 ? SessionAudit.AddressLost : SessionAudit.PrefixLost;
            }

            bool isWritten = send.Way == WayOf(session.SendKey, _nextHop[index]) && send.State == StateOf(session, session.SendRate)
                && send.Interface == session.AccessInterface && send.Session == index;
            if (!isWritten)
            {
                return SessionAudit.EntryDiffers;
            }
        }

        if (!SaysItsPlace(session) && (!tables.ForeignKeys.Lookup(ForeignKeyOf(session), out int holder).IsOk || holder != index))
        {
            return SessionAudit.KeyLost;
        }

        return Volatile.Read(ref tables.NextHops[_nextHop[index]].Interface) == 0 ? SessionAudit.NoRoute : SessionAudit.Sound;
    }

    private bool IsWritten(in ReceiveEntry entry, in GreSession session)
    {
        ReceiveEntry wanted = default;
        Write(ref wanted, session, _nextHop[session.Index]);
        bool same = entry.State == wanted.State && entry.Way == wanted.Way && entry.Prefix == wanted.Prefix && entry.Home4 == wanted.Home4
            && entry.Interface == wanted.Interface && entry.NodeMac.Value == wanted.NodeMac.Value && entry.GatewayMac.Value == wanted.GatewayMac.Value;
        for (int i = 0; i < IpPrefixList.Capacity - 1; i++)
        {
            same &= entry.OtherPrefix[i] == wanted.OtherPrefix[i];
        }

        return same && nextHops.IsFor(_nextHop[session.Index], session.LocalEndpoint, session.RemoteEndpoint);
    }
}
