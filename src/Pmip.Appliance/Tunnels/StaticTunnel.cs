using System;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.DataPath;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Tunnels;

/// <summary>One static tunnel: what its session is made of, and where it stands.</summary>
internal sealed class StaticTunnel
{
    private readonly byte[] _name;

    /// <summary>Makes it, down; <paramref name="index"/> is its place in the data path.</summary>
    public StaticTunnel(StaticTunnelConfiguration configuration, int index, AccessPorts? ports)
    {
        _name = Encoding.UTF8.GetBytes(configuration.Name);
        Supervision = configuration.Supervision;
        Link = configuration.AtLma ? -1 : ports!.FindByName(Encoding.UTF8.GetBytes(configuration.Interface!));
        Session = new GreSession
        {
            Index = index,
            AtLma = configuration.AtLma,
            IsForwarding = true,
            Encapsulation = configuration.Encapsulation,
            LocalEndpoint = configuration.Local,
            RemoteEndpoint = configuration.Remote,
            SendKey = configuration.SendKey,
            ReceiveKey = configuration.ReceiveKey,
            HomeNetworkPrefixes = configuration.Prefixes,
            HomeAddress4 = configuration.Ipv4,
            NodeLinkLayerAddress = configuration.LinkLayerAddress,
        };
    }

    /// <summary>Its name, UTF-8.</summary>
    public ReadOnlySpan<byte> Name => _name;

    /// <summary>Time without traffic after which it is torn down; zero for never.</summary>
    public Duration Supervision { get; }

    /// <summary>MAG: number of the access link; -1 for none.</summary>
    public int Link { get; }

    /// <summary>MAG: interface that its session is installed for.</summary>
    public int Interface { get; set; }

    /// <summary>Where it stands.</summary>
    public StaticTunnelState State { get; set; }

    /// <summary>What the data path is told.</summary>
    public GreSession Session;

    /// <summary>Whether it carries anything.</summary>
    public TrafficWatch Watch;

    /// <summary>True when the packets of both are the same, so that one can follow the other without a gap.</summary>
    public bool CarriesLike(StaticTunnel other)
    {
        ref readonly GreSession own = ref Session;
        ref readonly GreSession its = ref other.Session;
        return own.Index == its.Index && own.AtLma == its.AtLma && own.Encapsulation == its.Encapsulation && own.LocalEndpoint == its.LocalEndpoint
            && own.RemoteEndpoint == its.RemoteEndpoint && own.SendKey == its.SendKey && own.ReceiveKey == its.ReceiveKey
            && own.HomeNetworkPrefixes.SetEquals(its.HomeNetworkPrefixes) && own.HomeAddress4 == its.HomeAddress4
            && own.NodeLinkLayerAddress == its.NodeLinkLayerAddress && Link == other.Link;
    }

    /// <summary>Goes on where another one stands that carries like this one.</summary>
    public void GoOnFrom(StaticTunnel other)
    {
        Session = other.Session;
        Interface = other.Interface;
        State = other.State;
        Watch = other.Watch;
    }
}
