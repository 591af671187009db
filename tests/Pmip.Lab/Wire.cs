using Pmip.Lab.Devices;
using Pmip.Lab.Network;

namespace Pmip.Lab;

/// <summary>Lays the cables of a lab.</summary>
internal static class Wire
{
    internal static void Bridges(GatewayLab lab)
    {
        // The ether itself speaks no IP.
        lab.Air.Sysctl("net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        lab.Wan.Sysctl("net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        lab.Air.Ip(Bridge("cell1"), Bridge("cell2"), Bridge("cell0"), "link set cell1 up", "link set cell2 up", "link set cell0 up");
        lab.Wan.Ip(Bridge("wan"), "link set wan up");
    }

    internal static void All(GatewayLab lab)
    {
        Transport(lab, lab.Lma.Place, Plan.Lma6, Plan.Lma4);
        Transport(lab, lab.Mag1.Place, Plan.Mag16, Plan.Mag14);
        Transport(lab, lab.Mag2.Place, Plan.Mag26, Plan.Mag24);
        Access(lab, lab.Mag1.Place, "cell1");
        Access(lab, lab.Mag2.Place, "cell2");
        lab.Server.Ip(Bridge("lan"), "link set lan up");
        Service(lab, lab.Lma.Place, Plan.LmaService6, Plan.LmaService4);
        lab.Server.Ip(
            $"addr add {Plan.Server6}/64 dev lan nodad",
            $"addr add {Plan.Server4}/24 dev lan",
            $"route add {Plan.InternetPool4} via {Plan.LmaService4}",
            $"route add {Plan.VoicePool4} via {Plan.LmaService4}",
            $"route add {Plan.InternetPool6} via {Plan.LmaService6}",
            $"route add {Plan.VoicePool6} via {Plan.LmaService6}");
        if (lab.SecondLma is not null)
        {
            Transport(lab, lab.SecondLma.Place, Plan.SecondLma6, Plan.SecondLma4);
            Service(lab, lab.SecondLma.Place, Plan.SecondLmaService6, Plan.SecondLmaService4);
            lab.Server.Ip(
                $"route add {Plan.SecondPool6} via {Plan.SecondLmaService6}",
                $"route add {Plan.SecondPool4} via {Plan.SecondLmaService4}");
        }

        Connect(lab, lab.Ue1, "cell1");
        Connect(lab, lab.Ue2, "cell1");
        if (lab.Plain is not null)
        {
            PlainPath(lab, lab.Plain);
        }
    }

    private static string Bridge(string name) => $"link add {name} type bridge stp_state 0 mcast_snooping 0 forward_delay 0";

    private static void Transport(GatewayLab lab, NetworkNamespace node, string ipv6, string ipv4)
    {
        lab.Wan.Ip($"link add {node.Name} type veth peer name wan0 netns {node.FullName}", $"link set {node.Name} master wan up");
        node.Ip("link set wan0 up", $"addr add {ipv6}/64 dev wan0 nodad", $"addr add {ipv4}/24 dev wan0");
    }

    private static void Access(GatewayLab lab, NetworkNamespace mag, string cell)
    {
        lab.Air.Ip($"link add {mag.Name} type veth peer name acc0 netns {mag.FullName}", $"link set {mag.Name} master {cell} up");
        mag.Ip("link set acc0 up");
    }

    private static void Service(GatewayLab lab, NetworkNamespace lma, string ipv6, string ipv4)
    {
        lab.Server.Ip($"link add {lma.Name} type veth peer name pdn0 netns {lma.FullName}", $"link set {lma.Name} master lan up");
        lma.Ip("link set pdn0 up", $"addr add {ipv6}/64 dev pdn0 nodad", $"addr add {ipv4}/24 dev pdn0");
    }

    private static void Connect(GatewayLab lab, Device device, string cell)
    {
        lab.Air.Ip(
            $"link add {device.Name} type veth peer name eth0 address {device.Mac} netns {device.Place.FullName}",
            $"link set {device.Name} master {cell} up");
    }

    // plain -- cell0 -- mag1 == wan == lma -- server: the same links and hops, forwarded by the kernel without a tunnel.
    private static void PlainPath(GatewayLab lab, NetworkNamespace plain)
    {
        // The path is there with and without a gateway running; where there is none, pmipd itself makes its machine a router.
        lab.Mag1.Place.Sysctl("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        lab.Lma.Place.Sysctl("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        lab.Air.Ip(
            $"link add plain type veth peer name eth0 netns {plain.FullName}",
            $"link add plain0 type veth peer name plain0 netns {lab.Mag1.Place.FullName}",
            "link set plain master cell0 up",
            "link set plain0 master cell0 up");
        plain.Ip(
            "link set eth0 up",
            "addr add 2001:db8:aa::2/64 dev eth0 nodad",
            "addr add 203.0.113.2/24 dev eth0",
            "route add default via 2001:db8:aa::1",
            "route add default via 203.0.113.1");
        lab.Mag1.Place.Ip(
            "link set plain0 up",
            "addr add 2001:db8:aa::1/64 dev plain0 nodad",
            "addr add 203.0.113.1/24 dev plain0",
            $"route add {Plan.Server6}/128 via {Plan.Lma6}",
            $"route add {Plan.Server4}/32 via {Plan.Lma4}");
        lab.Lma.Place.Ip($"route add 2001:db8:aa::/64 via {Plan.Mag16}", $"route add 203.0.113.0/24 via {Plan.Mag14}");
        lab.Server.Ip($"route add 2001:db8:aa::/64 via {Plan.LmaService6}", $"route add 203.0.113.0/24 via {Plan.LmaService4}");
    }
}
