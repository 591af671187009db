using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.Guest;

/// <summary>The product's data path with one session and no signalling: a MAG, or an LMA, over IPv6.</summary>
internal static class Carrying
{
    private const int Index = 1;

    /// <summary>Says that it carries, then stays until a signal ends it.</summary>
    public static int Run(string role, string carrier)
    {
        bool atLma = role == "lma";
        if (carrier != "tc")
        {
            Console.Error.WriteLine($"carrier '{carrier}' is not known: tc");
            return 2;
        }

        IpAddress mag = Address("2001:db8:f::11");
        IpAddress lma = Address("2001:db8:f::1");
        DataPathConfiguration configuration = new()
        {
            Roles = atLma ? DataPathRoles.Lma : DataPathRoles.Mag,
            TransportInterfaces = ["wan0"],
            AccessInterfaces = atLma ? [] : ["acc0"],
            ServiceInterfaces = atLma ? ["pdn0"] : [],
            LocalIpv6 = atLma ? lma : mag,
            AcceptAnySource = true,
            Xdp = XdpUse.Off,
        };
        using BpfGreDataPath? path = BpfGreDataPath.TryOpen(configuration, out string problem);
        if (path is null)
        {
            Console.Error.WriteLine(problem);
            return 1;
        }

        IpPrefixList prefixes = default;
        bool isKnown = IpPrefix.TryParse("2001:db8:600:1::/64", out IpPrefix prefix)
            & prefixes.TryAdd(prefix)
            & GreKey.TryParse(atLma ? "0x0a000001" : "0x0b000001", out GreKey sendKey)
            & GreKey.TryParse(atLma ? "0x0b000001" : "0x0a000001", out GreKey receiveKey)
            & MacAddress.TryParse("02:00:00:00:00:01", out MacAddress node)
            & MacAddress.TryParse("02:00:00:00:00:fe", out MacAddress gateway);
        if (!isKnown)
        {
            throw new FormatException("an address or a key of the session");
        }

        DataPathStatus status = path.Install(new GreSession
        {
            Index = Index,
            Generation = 1,
            AtLma = atLma,
            IsForwarding = true,
            LocalEndpoint = atLma ? lma : mag,
            RemoteEndpoint = atLma ? mag : lma,
            SendKey = sendKey,
            ReceiveKey = receiveKey,
            HomeNetworkPrefixes = prefixes,
            HomeAddress4 = Address("10.60.0.1"),
            AccessInterface = atLma ? 0 : InterfaceIndex("acc0"),
            NodeLinkLayerAddress = node,
            GatewayLinkLayerAddress = gateway,
        });
        Console.WriteLine($"{status}: {path.Description}");
        if (status != DataPathStatus.Ok)
        {
            return 1;
        }

        Console.WriteLine("carrying");
        using ManualResetEventSlim ending = new();
        using PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            ending.Set();
        });
        ending.Wait();
        path.TryReadCounters(Index, out SessionCounters counters);
        Console.WriteLine($"in {counters.PacketsIn} out {counters.PacketsOut}");
        foreach (DropReason reason in Enum.GetValues<DropReason>().Where(reason => path.DropCount(reason) > 0))
        {
            Console.WriteLine($"dropped {reason} {path.DropCount(reason)}");
        }

        return 0;
    }

    private static IpAddress Address(string text) => IpAddress.TryParse(text, out IpAddress address) ? address : throw new FormatException(text);

    private static int InterfaceIndex(string name)
    {
        NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        using (channel)
        {
            LinuxStatus status = new LinkTable(channel!).TryGet(Encoding.UTF8.GetBytes(name), out LinkState link);
            return status.IsOk ? link.Index : throw new InvalidOperationException($"interface {name}: {status.Message}");
        }
    }
}
