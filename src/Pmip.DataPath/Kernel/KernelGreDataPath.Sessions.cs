using Pmip.DataPath.Offload;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Kernel;

/// <content>Sessions as rules: for each address one into the tunnel and one out of it.</content>
public sealed partial class KernelGreDataPath
{
    private const int NoSpace = 28;
    private const int NoMemory = 12;

    /// <inheritdoc/>
    public DataPathStatus Install(in GreSession session)
    {
        DataPathStatus status = Check(session);
        if (status != DataPathStatus.Ok)
        {
            return status;
        }

        // Rules in the places of earlier ones take their place at once, and count anew.
        bool isNew = !_isInstalled[session.Index];
        GreSession old = _installed[session.Index];
        if (!isNew)
        {
            _ = TryReadCounters(session.Index, out _before[session.Index]);
            DeleteRules(old, session);
        }

        LinuxStatus set = SetRules(session);
        if (!set.IsOk)
        {
            _ = DeleteRules(session, default);
            SessionCount -= isNew ? 0 : 1;
            _isInstalled[session.Index] = false;
            return set.Errno is NoSpace or NoMemory ? DataPathStatus.TableFull : DataPathStatus.KernelRefused;
        }

        SessionCount += isNew ? 1 : 0;
        _installed[session.Index] = session;
        _isInstalled[session.Index] = true;
        return DataPathStatus.Ok;
    }

    private DataPathStatus Check(in GreSession session)
    {
        if ((uint)session.Index >= (uint)_isInstalled.Length)
        {
            return DataPathStatus.IndexOutOfRange;
        }

        if (_isInstalled[session.Index] && unchecked((int)(session.Generation - _installed[session.Index].Generation)) < 0)
        {
            return DataPathStatus.StaleGeneration;
        }

        bool hasAddress = session.HomeNetworkPrefixes.Count > 0 || !session.HomeAddress4.IsUnspecified;
        bool hasEnds = !session.LocalEndpoint.IsUnspecified && !session.RemoteEndpoint.IsUnspecified
            && session.LocalEndpoint.IsIPv4 == session.RemoteEndpoint.IsIPv4;
        if (session.SendKey.IsNone || session.ReceiveKey.IsNone || !hasEnds || !hasAddress)
        {
            return DataPathStatus.SessionIncomplete;
        }

        for (int i = 0; i < session.HomeNetworkPrefixes.Count; i++)
        {
            if (session.HomeNetworkPrefixes[i].Length != 64)
            {
                return DataPathStatus.PrefixUnsupported;
            }
        }

        // The kernel's GRE knows nothing of the TLV header behind UDP.
        return session.Encapsulation == GreEncapsulation.Gre ? DataPathStatus.Ok : DataPathStatus.KernelRefused;
    }

    private LinuxStatus SetRules(in GreSession session)
    {
        LinuxStatus status = LinuxStatus.Ok;
        for (int i = 0; i < RuleCount(session) && status.IsOk; i++)
        {
            FlowerPlace place = PlaceOf(session, i, out bool isInto);
            IpPrefix own = place.IsIpv6 ? session.HomeNetworkPrefixes[place.Priority - FirstPriority - 1] : new IpPrefix(session.HomeAddress4, 32);
            FlowerMatch match = default;
            FlowerActions actions = new() { Drops = !session.IsForwarding };
            bool matchesSource = isInto != session.AtLma; // At the MAG the node is where packets into the tunnel come from.
            match.Source = matchesSource ? own : default;
            match.Destination = matchesSource ? default : own;
            if (!isInto)
            {
                match.Key = session.ReceiveKey;
                match.OuterSource = session.AtLma ? default : session.RemoteEndpoint;
                match.OuterDestination = session.LocalEndpoint;
                actions.LeavesTunnel = session.IsForwarding;
            }
            else if (session.IsForwarding)
            {
                actions.TunnelKey = session.SendKey;
                actions.TunnelSource = session.LocalEndpoint;
                actions.TunnelDestination = session.RemoteEndpoint;
                actions.RedirectTo = DeviceOf(session);
            }

            status = _rules.Set(place, match, actions, FlowerFlags.SkipHardware);
        }

        return status;
    }

    // Takes away the rules of one state that another one has not.
    private bool DeleteRules(in GreSession old, in GreSession next)
    {
        bool isGone = true;
        for (int i = 0; i < RuleCount(old); i++)
        {
            FlowerPlace place = PlaceOf(old, i, out _);
            isGone &= HasRule(next, place) || FlowerRules.TryDelete(_rules, place);
        }

        return isGone;
    }

    private bool HasRule(in GreSession session, in FlowerPlace wanted)
    {
        bool has = false;
        for (int i = 0; i < RuleCount(session); i++)
        {
            has |= PlaceOf(session, i, out _) == wanted;
        }

        return has;
    }

    private static int RuleCount(in GreSession session) => 2 * AddressCount(session);

    private static int AddressCount(in GreSession session) => session.HomeNetworkPrefixes.Count + (session.HomeAddress4.IsUnspecified ? 0 : 1);

    private FlowerPlace PlaceOf(in GreSession session, int rule, out bool isInto)
    {
        int addresses = AddressCount(session);
        isInto = rule < addresses;
        int address = (rule % addresses) + (session.HomeAddress4.IsUnspecified ? 1 : 0);
        return new FlowerPlace(
            isInto ? _devices.Tunnel : DeviceOf(session), isInto, (ushort)(FirstPriority + address), address > 0, (uint)session.Index + 1);
    }

    private int DeviceOf(in GreSession session) => session.RemoteEndpoint.IsIPv4 ? _devices.Gre4 : _devices.Gre6;
}
