using System;
using System.Text;
using Pmip.DataPath.Tables;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Attachments;

/// <summary>Which side of the data path an interface is on; packets go from one to the other.</summary>
internal enum PortSide : byte
{
    Transport,
    Access,
    Service,
}

/// <summary>
/// The XDP program of one interface, and what other interfaces' programs have to know of it. Many drivers take packets from others only
/// while they have a program of their own, so each has one, if only to pass everything on.
/// </summary>
internal sealed class XdpPort(string interfaceName, PortSide side, string programName, BpfProgram program) : IDisposable
{
    private const int Occupied = 16;
    private const int Exists = 17;
    private const int Invalid = 22;
    private const int NotSupported = 95;
    private const int Unsupported = 524;

    private const uint NativeMode = 4;
    private const uint GenericMode = 2;

    private readonly byte[] _interfaceName = Encoding.UTF8.GetBytes(interfaceName);
    private readonly byte[] _programName = Encoding.UTF8.GetBytes(programName);
    private readonly BpfLink _link = new();
    private int _index;

    public string InterfaceName => interfaceName;

    /// <summary>The same in UTF-8.</summary>
    public ReadOnlySpan<byte> Name => _interfaceName;

    /// <summary>Number of the interface; 0 when it is not there.</summary>
    public int Index => _index;

    public PortSide Side => side;

    public BpfProgram Program => program;

    /// <summary>The state of the last attempt.</summary>
    public XdpReason Reason { get; private set; } = XdpReason.InterfaceMissing;

    /// <summary>True while a program is attached.</summary>
    public bool IsAttached => _link.IsOpen;

    /// <summary>True when a link that was kept is this one.</summary>
    public bool Is(in Pinning.PinnedLink place) => IsAttached && place.Program == programName && place.InterfaceIndex == _index;

    public bool IsFor(ReadOnlySpan<byte> name) => name.SequenceEqual(_interfaceName);

    /// <summary>True when it is the same program at the same place.</summary>
    public bool IsSame(XdpPort other) => other.InterfaceName == InterfaceName && other.Side == Side && other.Program == Program;

    /// <summary>Attaches the program unless it is where it belongs, and tells the other programs of the interface.</summary>
    public void Ensure(LinkTable links, GreTables tables, ProgramPlaces places, XdpUse use)
    {
        if (!links.TryGet(_interfaceName, out LinkState link).IsOk)
        {
            Leave(tables, places, XdpReason.InterfaceMissing);
            return;
        }

        if (_index != 0 && _index != link.Index)
        {
            Leave(tables, places, XdpReason.InterfaceMissing);
        }

        Reason = WhyNot(link, links, tables, use) ?? (IsAttached ? Reason : Attach(link, places, use));
        if (Reason is not (XdpReason.Native or XdpReason.Generic))
        {
            Detach(tables, places, Reason);
        }

        Tell(link, tables);
    }

    /// <summary>Takes the program away; the interface itself is still told of.</summary>
    public void Detach(GreTables tables, ProgramPlaces places, XdpReason reason)
    {
        Reason = reason;
        if (IsAttached && _index != 0)
        {
            tables.Ports[_index & (GreTables.PortsMax - 1)].Flags &= ~PortFlags.Redirect;
            _ = tables.RedirectPorts.Delete(_index);
        }

        if (IsAttached)
        {
            places.DetachLink(_link, "xdp"u8, _programName, _index);
        }
    }

    /// <summary>Takes the program away, and forgets the interface.</summary>
    public void Leave(GreTables tables, ProgramPlaces places, XdpReason reason)
    {
        Detach(tables, places, reason);
        if (_index != 0)
        {
            tables.Ports[_index & (GreTables.PortsMax - 1)] = default;
            _index = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _link.Dispose();

    private static XdpReason? WhyNot(in LinkState link, LinkTable links, GreTables tables, XdpUse use)
    {
        int taken = tables.Ports[link.Index & (GreTables.PortsMax - 1)].Interface;
        return use == XdpUse.Off ? XdpReason.SwitchedOff
            : !link.IsEthernet ? XdpReason.NotEthernet
            : taken != 0 && taken != link.Index && links.TryGet(taken, out _).IsOk ? XdpReason.NumberClash
            : use == XdpUse.Auto && link.IsVirtual ? XdpReason.SoftwareInterface
            : null;
    }

    private XdpReason Attach(in LinkState link, ProgramPlaces places, XdpUse use)
    {
        _index = link.Index;
        LinuxStatus status = places.AttachLink(_link, "xdp"u8, _programName, Program, link.Index, BpfLinkPoint.Xdp, NativeMode);
        if (status.IsOk)
        {
            return XdpReason.Native;
        }

        bool isGeneric = use == XdpUse.Generic
            && places.AttachLink(_link, "xdp"u8, _programName, Program, link.Index, BpfLinkPoint.Xdp, GenericMode).IsOk;
        if (isGeneric)
        {
            return XdpReason.Generic;
        }

        return status.Errno switch
        {
            Occupied or Exists => XdpReason.Occupied,
            Invalid or NotSupported or Unsupported => XdpReason.DriverRefuses,
            _ => XdpReason.KernelRefuses,
        };
    }

    // The other programs also need to know interfaces without a program of their own: which frames are for us, and where tc may send.
    private void Tell(in LinkState link, GreTables tables)
    {
        ref PortEntry port = ref tables.Ports[link.Index & (GreTables.PortsMax - 1)];
        if (Reason == XdpReason.NumberClash)
        {
            return;
        }

        _index = link.Index;
        bool takes = IsAttached && tables.RedirectPorts.Update(link.Index, link.Index).IsOk;
        port.Mac = MacEntry.Word(link.Address);
        port.Mtu = link.Mtu;
        port.Interface = link.Index;
        port.Flags = (takes ? PortFlags.Redirect : 0) | (side == PortSide.Service ? PortFlags.Direct : 0);
    }
}
