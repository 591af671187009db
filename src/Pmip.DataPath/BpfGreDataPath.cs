using System;
using System.Collections.Generic;
using System.Text;
using Pmip.DataPath.Attachments;
using Pmip.DataPath.Tables;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
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
    private const ushort FirstPriority = 0x504D;

    private DataPathConfiguration _configuration;
    private readonly GreTables _tables;
    private readonly GrePrograms _programs;
    private readonly TunDevice _tunnel;
    private readonly NetlinkChannel _channel;
    private readonly LinkTable _links;
    private readonly TrafficControl _traffic;
    private readonly NextHopTable _nextHops;
    private readonly SessionTable _sessions;
    private Attachment[] _attachments;
    private byte[] _outline;

    private BpfGreDataPath(
        DataPathConfiguration configuration, GreTables tables, GrePrograms programs, TunDevice tunnel, NetlinkChannel channel, int tunnelIndex)
    {
        _configuration = configuration;
        _tables = tables;
        _programs = programs;
        _tunnel = tunnel;
        _channel = channel;
        _links = new LinkTable(channel);
        _traffic = new TrafficControl(channel);
        _nextHops = new NextHopTable(tables.NextHops, new RouteTable(channel));
        _sessions = new SessionTable(tables, _nextHops, (1u << configuration.IndexBits) - 1);
        _attachments = MakeAttachments(configuration, programs);
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

    /// <summary>
    /// Starts the data path; null, and in <paramref name="problem"/> why, when it cannot run at all. An interface that is not there
    /// does not prevent it: see <see cref="Description"/> and <see cref="InterfaceChanged"/>.
    /// </summary>
    public static BpfGreDataPath? TryOpen(DataPathConfiguration configuration, out string problem)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        problem = FindFault(configuration);
        if (problem.Length > 0)
        {
            return null;
        }

        LinuxStatus status = NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        if (channel is null)
        {
            problem = $"no netlink socket: {status.Message}";
            return null;
        }

        GreTables? tables = GreTables.TryCreate(configuration, out problem);
        GrePrograms? programs = tables is null ? null : GrePrograms.TryLoad(tables, out problem);
        if (tables is null || programs is null)
        {
            tables?.Dispose();
            channel.Dispose();
            return null;
        }

        TunDevice? tunnel = OpenTunnel(configuration, channel, out int tunnelIndex, out problem);
        if (tunnel is null)
        {
            programs.Dispose();
            tables.Dispose();
            channel.Dispose();
            return null;
        }

        BpfGreDataPath path = new(configuration, tables, programs, tunnel, channel, tunnelIndex);
        problem = path.Start();
        if (problem.Length > 0)
        {
            path.Dispose();
            return null;
        }

        return path;
    }

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
    public ulong DropCount(DropReason reason) => _tables.DropCount(reason);

    /// <inheritdoc/>
    public int TunnelMtu(bool overIpv6) =>
        _configuration.TransportMtu - (overIpv6 ? DataPathConfiguration.OverheadIpv6 : _configuration.OverheadOverIpv4);

    /// <inheritdoc/>
    public void RoutesChanged() => _nextHops.ResolveAll();

    /// <inheritdoc/>
    public DataPathStatus InterfaceChanged(ReadOnlySpan<byte> name)
    {
        DataPathStatus worst = DataPathStatus.Ok;
        foreach (Attachment attachment in _attachments)
        {
            if (attachment.IsFor(name))
            {
                DataPathStatus status = attachment.Ensure(_links, _traffic);
                worst = status == DataPathStatus.Ok ? worst : status;
            }
        }

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
            attachment.Detach(_traffic);
        }

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

    private static TunDevice? OpenTunnel(DataPathConfiguration configuration, NetlinkChannel channel, out int index, out string problem)
    {
        index = 0;
        problem = "";
        string name = configuration.TunnelInterface;
        LinuxStatus status = TunDevice.TryCreate(name, out TunDevice? tunnel);
        if (tunnel is null)
        {
            problem = $"tunnel interface {name}: {status.Message}";
            return null;
        }

        LinkTable links = new(channel);
        status = links.TryGet(Encoding.UTF8.GetBytes(name), out LinkState link);
        status = status.IsOk ? links.SetMtu(link.Index, configuration.TunnelMtu) : status;
        if (status.IsOk)
        {
            // A kernel without IPv6 refuses this, and needs it not.
            _ = links.DisableIpv6AddressGeneration(link.Index);
            status = links.SetUp(link.Index, up: true);
        }

        if (!status.IsOk)
        {
            problem = $"tunnel interface {name}: {status.Message}";
            tunnel.Dispose();
            return null;
        }

        index = link.Index;
        return tunnel;
    }

    private static Attachment[] MakeAttachments(DataPathConfiguration configuration, GrePrograms programs)
    {
        List<Attachment> made = [];
        foreach (string name in configuration.TransportInterfaces)
        {
            made.Add(new Attachment(name, "decap", programs.Decap, egress: false, FirstPriority));
        }

        foreach (string name in (configuration.Roles & DataPathRoles.Mag) != 0 ? configuration.AccessInterfaces : [])
        {
            made.Add(new Attachment(name, "encap_access", programs.EncapAccess, egress: false, FirstPriority + 1));
        }

        foreach (string name in (configuration.Roles & DataPathRoles.Lma) != 0 ? configuration.ServiceInterfaces : [])
        {
            made.Add(new Attachment(name, "encap_service", programs.EncapService, egress: false, FirstPriority + 2));
        }

        made.Add(new Attachment(configuration.TunnelInterface, "encap_tunnel", programs.EncapTunnel, egress: true, FirstPriority));
        return [.. made];
    }

    private static byte[] OutlineOf(DataPathConfiguration configuration) =>
        Encoding.UTF8.GetBytes($"tc-bpf; {configuration.TunnelInterface} mtu {configuration.TunnelMtu}");

    private string Start()
    {
        LinuxStatus status = _tables.WriteNode(_configuration, TunnelInterfaceIndex);
        if (!status.IsOk)
        {
            return $"table this_node: {status.Message}";
        }

        foreach (Attachment attachment in _attachments)
        {
            if (attachment.Ensure(_links, _traffic) == DataPathStatus.KernelRefused)
            {
                return $"program {attachment.ProgramName} on {attachment.InterfaceName}: {_channel.ReasonText}";
            }
        }

        return "";
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

        return text.ToString();
    }
}
