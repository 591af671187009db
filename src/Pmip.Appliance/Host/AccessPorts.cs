using System;
using Pmip.Appliance.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Sockets;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Host;

/// <summary>
/// The access interfaces by link number. An interface may be missing, come, go and come again with another index: the link keeps
/// its number, and frames for an absent interface are dropped and counted.
/// </summary>
internal sealed class AccessPorts : IDisposable
{
    private readonly Port[] _ports;

    /// <summary>Makes the ports of the configured links, all absent.</summary>
    public AccessPorts(AccessConfiguration access)
    {
        _ports = new Port[access.Links.Count];
        for (int link = 0; link < _ports.Length; link++)
        {
            _ports[link] = new Port(access.Links[link]);
        }
    }

    /// <summary>Number of links.</summary>
    public int Count => _ports.Length;

    /// <summary>Frames that could not be sent.</summary>
    public long SendRefused { get; private set; }

    /// <summary>Names that belong to the link's interface.</summary>
    public AccessLinkPaths PathsOf(int link) => _ports[link].Paths;

    /// <summary>Index of the link's interface, 0 while it is absent.</summary>
    public int InterfaceIndexOf(int link) => _ports[link].InterfaceIndex;

    /// <summary>MAC that the nodes on the link know us by.</summary>
    public MacAddress GatewayLinkLayerAddressOf(int link) => _ports[link].GatewayLinkLayerAddress;

    /// <summary>Access technology that the LMA is told.</summary>
    public AccessTechnologyType TechnologyOf(int link) => _ports[link].Configuration.Technology;

    /// <summary>True when the link answers with the MAC that all MAGs share (RFC 6543).</summary>
    public bool HasFixedLinkLayerAddress(int link) => _ports[link].Configuration.HasFixedLinkLayerAddress;

    /// <summary>Descriptor to watch, or -1 while the interface is absent.</summary>
    public int DescriptorOf(int link) => _ports[link].Socket.Descriptor;

    /// <summary>Link with this interface name, or -1.</summary>
    public int FindByName(ReadOnlySpan<byte> name)
    {
        for (int link = 0; link < _ports.Length; link++)
        {
            if (name.SequenceEqual(_ports[link].Paths.Name))
            {
                return link;
            }
        }

        return -1;
    }

    /// <summary>True when the interface is that of a link.</summary>
    public bool Has(int interfaceIndex)
    {
        foreach (Port port in _ports)
        {
            if (port.InterfaceIndex == interfaceIndex && interfaceIndex != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Opens the link on an interface that is there, and listens through the filter.</summary>
    public LinuxStatus Open(int link, int interfaceIndex, int filterProgram, MacAddress gateway)
    {
        Close(link);
        Port port = _ports[link];
        LinuxStatus status = port.Socket.TryOpen(interfaceIndex, filterProgram);
        port.InterfaceIndex = status.IsOk ? interfaceIndex : 0;
        port.GatewayLinkLayerAddress = gateway;
        return status;
    }

    /// <summary>Closes the link, because its interface is gone.</summary>
    public void Close(int link)
    {
        _ports[link].Socket.Close();
        _ports[link].InterfaceIndex = 0;
    }

    /// <summary>Takes one frame; false when there is none now.</summary>
    public bool TryReceive(int link, Span<byte> room, out int length)
    {
        length = 0;
        return _ports[link].Socket.IsOpen && _ports[link].Socket.Receive(room, out length).IsOk;
    }

    /// <summary>The way to the DHCP server; null when nothing is relayed.</summary>
    public DhcpRelayPort? DhcpRelay { get; set; }

    /// <summary>Sends one message to the DHCP server.</summary>
    public void Relay(ReadOnlySpan<byte> message) => DhcpRelay?.Send(message);

    /// <summary>Sends one frame.</summary>
    public void Send(int link, ReadOnlySpan<byte> frame)
    {
        if (!_ports[link].Socket.IsOpen || !_ports[link].Socket.Send(frame).IsOk)
        {
            SendRefused++;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int link = 0; link < _ports.Length; link++)
        {
            _ports[link].Socket.Dispose();
        }
    }

    private sealed class Port(AccessLinkConfiguration configuration)
    {
        public AccessLinkConfiguration Configuration { get; } = configuration;

        public AccessLinkPaths Paths { get; } = new(configuration.Interface);

        public PacketSocket Socket { get; } = new();

        public int InterfaceIndex { get; set; }

        public MacAddress GatewayLinkLayerAddress { get; set; }
    }
}
