using System;
using System.Text;
using Pmip.DataPath;
using Pmip.DataPath.Offload;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.Guest;

/// <summary>
/// Gives this kernel the flower rules of two sessions, one over IPv6 and one over IPv4, as the offload says them; only that they are for
/// software, since there is no device. And asks the kernel what the offload asks it before it gives rules to a device.
/// </summary>
internal static class RuleGiving
{
    private const int Mtu = 1452;
    private const int Index = 7;

    /// <summary>Prints the answers of the probes and one line for each rule; the rules stay.</summary>
    public static int Run(string portName)
    {
        LinuxStatus status = NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        if (channel is null)
        {
            Console.Error.WriteLine(status.Message);
            return 1;
        }

        using (channel)
        {
            status = new LinkTable(channel).TryGet(Encoding.UTF8.GetBytes(portName), out LinkState port);
            if (!status.IsOk)
            {
                Console.Error.WriteLine($"{portName}: {status.Message}");
                return 1;
            }

            bool isTaken = true;
            foreach (bool overIpv6 in (ReadOnlySpan<bool>)[true, false])
            {
                PortPair ports = new(port.Index, port.Index, AtLma: false, overIpv6);
                Probe(channel, ports, "without an answer about the device", TrafficOffload.Unknown);
                Probe(channel, ports, "device that says it takes rules", TrafficOffload.On);
                isTaken &= Give(channel, ports);
            }

            return isTaken ? 0 : 1;
        }
    }

    private static void Probe(NetlinkChannel channel, in PortPair ports, string what, TrafficOffload answer)
    {
        using FlowerOffload offload = new(channel, new Features(answer), capacity: 16, Mtu);
        ReasonText reason = new();
        bool isTaken = offload.Probe(ports, reason);
        string words = Encoding.UTF8.GetString(reason.Octets);
        Console.WriteLine($"probe over {(ports.IsOverIpv6 ? "IPv6" : "IPv4")}, {what}: {(isTaken ? "taken" : "not taken")}: {words}");
    }

    private static bool Give(NetlinkChannel channel, in PortPair ports)
    {
        GreDevices devices = new(channel);
        TrafficControl traffic = new(channel);
        FlowerTable rules = new(channel);
        LinuxStatus status = devices.Ensure(ports.IsOverIpv6 ? "pmipgre6"u8 : "pmipgre4"u8, ports.IsOverIpv6, Mtu, out int device);
        status = status.IsOk ? traffic.EnsureClassifier(ports.Port) : status;
        status = status.IsOk ? traffic.EnsureClassifier(device) : status;
        if (!status.IsOk)
        {
            Console.WriteLine($"no place for rules: {status.Message}");
            return false;
        }

        bool isTaken = true;
        GreSession session = FlowerRules.ProbeShape(ports.IsOverIpv6, ports.Port);
        session.Index = Index + (ports.IsOverIpv6 ? 0 : 1);
        session.HomeAddress4 = IpAddress.FromIPv4(ports.IsOverIpv6 ? 0xC633_6409 : 0xC633_640A);
        session.HomeNetworkPrefixes = default;
        _ = session.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(ports.IsOverIpv6 ? 0x2001_0DB8_0600_0009u : 0x2001_0DB8_0600_000Au, 0), 64));
        session.SendKey = new GreKey(0x0B00_0001);
        session.ReceiveKey = new GreKey(0x0A00_0001);
        UInt128 cookie = FlowerRules.CookieOf(session, ports);
        foreach (bool encapsulates in (ReadOnlySpan<bool>)[true, false])
        {
            for (int address = 0; address < 2; address++)
            {
                FlowerPlace place = FlowerRules.PlaceOf(encapsulates ? ports.Port : device, address, session.Index);
                FlowerRules.Make(session, device, encapsulates, address, cookie, out FlowerMatch match, out FlowerActions actions);
                status = rules.Set(place, match, actions, FlowerFlags.SkipHardware);
                bool isSame = status.IsOk && rules.TryRead(place, out FlowerState state).IsOk && state.Place == place && state.Cookie == cookie
                    && FlowerRules.IsOurs(state, 16, out int index) && index == session.Index;
                string answer = isSame ? "taken" : $"refused: {status.Message} {Encoding.UTF8.GetString(rules.Reason)}";
                Console.WriteLine($"rule {place.Priority:x} {place.Handle} {(encapsulates ? "in" : "out")}: {answer}");
                isTaken &= isSame;
            }
        }

        return isTaken;
    }

    private sealed class Features(TrafficOffload answer) : IPortFeatures
    {
        public TrafficOffload TrafficOffloadOf(int interfaceIndex) => answer;
    }
}
