using System;
using System.Collections.Generic;
using System.Text;
using Pmip.DataPath.Attachments;
using Pmip.DataPath.Pinning;
using Pmip.DataPath.SlowPath;
using Pmip.DataPath.Tables;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux.Netlink;
using Pmip.Linux.Tunnel;

namespace Pmip.DataPath;

/// <summary>
/// The data path as BPF programs at the traffic classifiers of ordinary interfaces. What a program cannot finish goes to the kernel's
/// forwarding and there to a TUN device whose MTU is the tunnel's: the kernel answers that a packet is too big or that its time is
/// over, or fragments it, and a program on the device's way out takes what remains.
/// </summary>
public sealed partial class BpfGreDataPath : IGreDataPath
{
    private DataPathConfiguration _configuration;
    private readonly GreTables _tables;
    private readonly GrePrograms _programs;
    private readonly TunDevice _tunnel;
    private readonly NetlinkChannel _channel;
    private readonly LinkTable _links;
    private readonly ProgramPlaces _places;
    private readonly PinFolder? _pins;
    private readonly NextHopTable _nextHops;
    private readonly SendSlots _slots;
    private readonly SessionTable _sessions;
    private GreSlowPath? _slowPath;
    private Attachment[] _attachments;
    private XdpPorts _ports;
    private byte[] _outline;
    private int _spread;

    private BpfGreDataPath(
        DataPathConfiguration configuration, GreTables tables, GrePrograms programs, TunDevice tunnel, NetlinkChannel channel, int tunnelIndex,
        PinFolder? pins)
    {
        _configuration = configuration;
        _tables = tables;
        _programs = programs;
        _tunnel = tunnel;
        _channel = channel;
        _links = new LinkTable(channel);
        _pins = pins;
        _places = new ProgramPlaces(channel, pins);
        _nextHops = new NextHopTable(tables, new NextHopSource(channel));
        _slots = new SendSlots(tables.ForeignAddresses, tables.Division);
        _sessions = new SessionTable(tables, _nextHops, _slots, (1u << configuration.IndexBits) - 1) { SequencedRemotes = configuration.SequencedRemotes };
        _attachments = MakeAttachments(configuration, programs);
        _ports = new XdpPorts(configuration, programs, null);
        _outline = OutlineOf(configuration);
        TunnelInterfaceIndex = tunnelIndex;
    }

    /// <inheritdoc/>
    public int TunnelInterfaceIndex { get; }

    /// <inheritdoc/>
    public int AccessTapProgram => _programs.AccessTap.Descriptor;

    /// <inheritdoc/>
    public string Description => Describe();

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Outline => _outline;

    /// <inheritdoc/>
    public int SessionCount => _sessions.Count;

    /// <inheritdoc/>
    public int UnroutedCount => _nextHops.UnresolvedCount;

    /// <inheritdoc/>
    public int ProgramCount => _attachments.Length;

    /// <inheritdoc/>
    public ProgramView ReadProgram(int number) => _attachments[number].View;

    /// <inheritdoc/>
    public DataPathStatus Install(in GreSession session) => _sessions.Install(session);

    /// <inheritdoc/>
    public DataPathStatus Remove(int index) => _sessions.Remove(index);

    /// <inheritdoc/>
    public bool TryReadCounters(int index, out SessionCounters counters) => _sessions.TryReadCounters(index, out counters);

    /// <inheritdoc/>
    public bool TryReadSession(int index, out GreSession session) => _sessions.TryRead(index, out session);

    /// <inheritdoc/>
    public SessionAudit Audit(int index) => _sessions.Audit(index);

    /// <inheritdoc/>
    public ulong DropCount(DropReason reason) => _tables.DropCount(reason) + (_slowPath?.DropCount(reason) ?? 0);

    /// <inheritdoc/>
    public ReadOnlySpan<int> SlowPathDescriptors => _slowPath is null ? default : _slowPath.Descriptors;

    /// <inheritdoc/>
    public void SlowPathReady(int number, Instant now) => _slowPath?.Ready(number, now);

    /// <inheritdoc/>
    public SlowPathView SlowPath => _slowPath is null ? default : new SlowPathView(_slowPath.TakenOut, _slowPath.PutIn, _nextHops.NarrowPathCount);

    /// <inheritdoc/>
    public int TunnelMtu(bool overIpv6) =>
        _configuration.TransportMtu - (overIpv6 ? _configuration.OverheadOverIpv6 : _configuration.OverheadOverIpv4);

    /// <inheritdoc/>
    public void RoutesChanged()
    {
        _nextHops.ResolveAll();
        _tables.ForgetRoutes();
    }

    /// <inheritdoc/>
    public void NeighborChanged(int interfaceIndex, IpAddress neighbor, MacAddress linkLayer)
    {
        _nextHops.NeighborChanged(interfaceIndex, neighbor, linkLayer);
        if (_configuration.ServiceForwarding == ServiceForwarding.Direct)
        {
            _tables.ForgetRoutes();
        }
    }

    /// <inheritdoc/>
    public int XdpPortCount => _ports.All.Length;

    /// <inheritdoc/>
    public XdpPortView ReadXdpPort(int number)
    {
        XdpPort port = _ports.All[number];
        return new XdpPortView { Interface = port.Name, Reason = port.Reason };
    }

    /// <inheritdoc/>
    public DataPathStatus InterfaceChanged(ReadOnlySpan<byte> name)
    {
        DataPathStatus worst = DataPathStatus.Ok;
        foreach (Attachment attachment in _attachments)
        {
            if (attachment.IsFor(name))
            {
                DataPathStatus status = attachment.Ensure(_links, _places);
                worst = status == DataPathStatus.Ok ? worst : status;
            }
        }

        _ports.InterfaceChanged(name, _links, _tables, _places);
        return worst;
    }

    /// <inheritdoc/>
    public DataPathStatus SetServedNode(int interfaceIndex, MacAddress node, bool served)
    {
        ServedNodeKey key = new(interfaceIndex, node);
        if (served)
        {
            return _tables.ServedNodes.Update(key, 1).IsOk ? DataPathStatus.Ok : DataPathStatus.TableFull;
        }

        return _tables.ServedNodes.Delete(key).IsOk ? DataPathStatus.Ok : DataPathStatus.NotInstalled;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Attachment attachment in _attachments)
        {
            // What is kept goes on without us.
            if (!IsKept)
            {
                attachment.Detach(_places);
            }

            attachment.Dispose();
        }

        _ports.Dispose(_tables, _places, IsKept);
        if (!IsKept)
        {
            _tunnel.SetPersistent(false);
            _pins?.Clear();
        }

        _pins?.Dispose();
        _slowPath?.Dispose();
        _tunnel.Dispose();
        _channel.Dispose();
        _programs.Dispose();
        _tables.Dispose();
    }

    private static string FindFault(DataPathConfiguration configuration)
    {
        Invariant.Require(configuration.IndexBits is > 0 and < 31 && configuration.SessionCapacity > 0);
        int overhead = configuration.TransportMtu - configuration.TunnelMtu;
        return configuration.TunnelMtu < DataPathConfiguration.TransportMtuMin - DataPathConfiguration.OverheadIpv6
            ? $"transport MTU {configuration.TransportMtu} is too small: at least {1280 + overhead} is needed to carry IPv6"
            : "";
    }

    private static Attachment[] MakeAttachments(DataPathConfiguration configuration, GrePrograms programs)
    {
        List<Attachment> made = [];
        foreach (string name in configuration.TransportInterfaces)
        {
            made.Add(new Attachment(name, "decap", programs.Decap));
        }

        foreach (string name in (configuration.Roles & DataPathRoles.Mag) != 0 ? configuration.AccessInterfaces : [])
        {
            made.Add(new Attachment(name, "encap_access", programs.EncapAccess));
        }

        foreach (string name in (configuration.Roles & DataPathRoles.Lma) != 0 ? configuration.ServiceInterfaces : [])
        {
            made.Add(new Attachment(name, "encap_service", programs.EncapService));
        }

        made.Add(new Attachment(configuration.TunnelInterface, "encap_tunnel", programs.EncapTunnel));
        return [.. made];
    }

    private static byte[] OutlineOf(DataPathConfiguration configuration) =>
        Encoding.UTF8.GetBytes($"tc-bpf; {configuration.TunnelInterface} mtu {InterfaceMtu(configuration)}");

    // Each entry: how many packets may wait, and the program that takes them there.
    // A processor that is off ends it: the programs count from the first without a gap.
    private int Spread()
    {
        const uint QueueLength = 2048;
        int count = 0;
        while (count < _configuration.SpreadProcessors
            && _tables.Processors.Update(count, QueueLength | ((ulong)_programs.XdpProcessor.Descriptor << 32)).IsOk)
        {
            count++;
        }

        return count > 1 ? count : 0;
    }

    private string Describe()
    {
        StringBuilder text = new();
        text.Append(Encoding.UTF8.GetString(_outline));
        text.Append("; ").Append(_sessions.Count).Append(" sessions");
        if (_nextHops.UnresolvedCount > 0)
        {
            text.Append("; ").Append(_nextHops.UnresolvedCount).Append(" remote ends without a route");
        }

        if (KeepingProblem.Length > 0)
        {
            text.Append("; NOT KEPT over a restart: ").Append(KeepingProblem);
        }

        foreach (Attachment attachment in _attachments)
        {
            text.Append("; ").Append(attachment.ProgramName).Append(" on ").Append(attachment.InterfaceName);
            text.Append(attachment.Status switch
            {
                DataPathStatus.Ok => "",
                DataPathStatus.InterfaceMissing => " WAITS: no such interface",
                DataPathStatus.InterfaceUnsuitable => " IS OFF: not an Ethernet interface",
                _ => " IS OFF: refused by the kernel",
            });
        }

        if (_spread < _configuration.SpreadProcessors)
        {
            text.Append("; spreading over ").Append(_spread).Append(" processors INSTEAD OF ").Append(_configuration.SpreadProcessors);
        }

        foreach (XdpPort port in _ports.All)
        {
            if (port.IsAttached)
            {
                text.Append("; xdp on ").Append(port.InterfaceName).Append(port.Reason == XdpReason.Generic ? " (generic)" : "");
            }
        }

        return text.ToString();
    }
}
