using System;
using System.Collections.Generic;
using Pmip.DataPath.Pinning;
using Pmip.DataPath.Tables;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Attachments;

/// <summary>The XDP programs of all interfaces. A program is of use only where an interface on the other side takes its packets.</summary>
internal sealed class XdpPorts
{
    private readonly XdpUse _use;

    public XdpPorts(DataPathConfiguration configuration, GrePrograms programs, XdpPorts? running)
    {
        _use = configuration.Xdp;
        List<XdpPort> ports = [];
        bool isMag = (configuration.Roles & DataPathRoles.Mag) != 0;
        bool isLma = (configuration.Roles & DataPathRoles.Lma) != 0;

        // Where the kernel routes all that comes out of tunnels, a program there would only look at packets in vain.
        bool takesTransport = isMag || configuration.ServiceForwarding == ServiceForwarding.Direct;
        foreach (string name in configuration.TransportInterfaces)
        {
            Add(takesTransport
                ? new XdpPort(name, PortSide.Transport, "xdp_transport", programs.XdpTransport)
                : new XdpPort(name, PortSide.Transport, "xdp_pass", programs.XdpPass));
        }

        foreach (string name in isMag ? configuration.AccessInterfaces : [])
        {
            Add(new XdpPort(name, PortSide.Access, "xdp_access", programs.XdpAccess));
        }

        foreach (string name in isLma ? configuration.ServiceInterfaces : [])
        {
            Add(new XdpPort(name, PortSide.Service, "xdp_service", programs.XdpService));
        }

        All = [.. ports];

        // An interface has one program only: the first that wants it.
        void Add(XdpPort port)
        {
            if (!ports.Exists(other => other.InterfaceName == port.InterfaceName))
            {
                XdpPort? same = running is null ? null : Array.Find(running.All, port.IsSame);
                ports.Add(running is not null && running._use == _use && same is not null ? same : port);
            }
        }
    }

    /// <summary>One for each interface.</summary>
    public XdpPort[] All { get; }

    /// <summary>Attaches what is to be attached.</summary>
    public void Ensure(LinkTable links, GreTables tables, ProgramPlaces places)
    {
        foreach (XdpPort port in All)
        {
            port.Ensure(links, tables, places, _use);
        }

        bool transport = Has(isTransport: true);
        bool others = Has(isTransport: false);
        foreach (XdpPort port in All)
        {
            bool hasCounterpart = port.Side == PortSide.Transport ? others : transport;
            if (port.IsAttached && !hasCounterpart)
            {
                port.Detach(tables, places, XdpReason.NoCounterpart);
            }
        }
    }

    /// <summary>The same when an interface has changed; nothing to do for one that is none of ours.</summary>
    public void InterfaceChanged(ReadOnlySpan<byte> name, LinkTable links, GreTables tables, ProgramPlaces places)
    {
        foreach (XdpPort port in All)
        {
            if (port.IsFor(name))
            {
                Ensure(links, tables, places);
                return;
            }
        }
    }

    /// <summary>Takes all programs away that <paramref name="next"/> does not keep.</summary>
    public void Leave(GreTables tables, ProgramPlaces places, XdpPorts? next)
    {
        foreach (XdpPort port in All)
        {
            if (next is null || Array.IndexOf(next.All, port) < 0)
            {
                port.Leave(tables, places, XdpReason.SwitchedOff);
            }
        }
    }

    /// <summary>Lets go of all; what is kept goes on without us.</summary>
    public void Dispose(GreTables tables, ProgramPlaces places, bool isKept)
    {
        if (!isKept)
        {
            Leave(tables, places, next: null);
        }

        foreach (XdpPort port in All)
        {
            port.Dispose();
        }
    }

    /// <summary>True for a link that was kept and is one of these.</summary>
    public bool Has(in PinnedLink place)
    {
        bool found = false;
        foreach (XdpPort port in All)
        {
            found |= port.Is(place);
        }

        return found;
    }

    /// <summary>True when packets go between programs of both sides.</summary>
    public bool IsInUse => Has(isTransport: true) && Has(isTransport: false);

    /// <summary>True when the interface of this name has a program.</summary>
    public bool IsAttached(ReadOnlySpan<byte> name)
    {
        bool found = false;
        foreach (XdpPort port in All)
        {
            found |= port.IsFor(name) && port.IsAttached;
        }

        return found;
    }

    /// <summary>True when the interface of this number has a program.</summary>
    public bool IsAttached(int index)
    {
        bool found = false;
        foreach (XdpPort port in All)
        {
            found |= port.IsAttached && port.Index == index;
        }

        return found;
    }

    /// <summary>Why the interface of this name has a program or has none, in words.</summary>
    public ReadOnlySpan<byte> ReasonOf(ReadOnlySpan<byte> name)
    {
        XdpReason reason = XdpReason.InterfaceMissing;
        foreach (XdpPort port in All)
        {
            reason = port.IsFor(name) ? port.Reason : reason;
        }

        return XdpReasons.TextOf(reason);
    }

    private bool Has(bool isTransport)
    {
        bool found = false;
        foreach (XdpPort port in All)
        {
            found |= port.IsAttached && port.Side == PortSide.Transport == isTransport;
        }

        return found;
    }
}
