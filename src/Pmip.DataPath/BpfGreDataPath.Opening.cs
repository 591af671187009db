using System;
using System.Text;
using Pmip.DataPath.Attachments;
using Pmip.DataPath.Pinning;
using Pmip.DataPath.SlowPath;
using Pmip.DataPath.Tables;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Tunnel;

namespace Pmip.DataPath;

/// <content>
/// The start: what a process before has left goes on in every moment of it. Its tables are opened, or new ones are filled from them;
/// then each program is changed at once for the new one; then what is not wanted any more goes.
/// </content>
public sealed partial class BpfGreDataPath
{
    /// <summary>Why nothing is kept over a restart although the configuration wants it; empty when all is well.</summary>
    public string KeepingProblem { get; private set; } = "";

    /// <inheritdoc/>
    public bool IsKept { get; set; }

    /// <summary>Sessions that did not fit in tables of another size.</summary>
    public int LeftOut { get; private set; }

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

        string keeping = "";
        bool isTaken = false;
        PinFolder? pins = configuration.Pins.Length == 0 ? null : PinFolder.TryOpen(configuration.Pins, out isTaken, out keeping);
        problem = isTaken ? keeping : "";
        GreTables? tables = isTaken ? null : GreTables.TryOpen(configuration, pins, out problem);
        GrePrograms? programs = tables is null ? null : GrePrograms.TryLoad(tables, out problem);
        int tunnelIndex = 0;
        TunDevice? tunnel = programs is null ? null : OpenTunnel(configuration, channel, pins is not null, out tunnelIndex, out problem);
        if (tables is null || programs is null || tunnel is null)
        {
            programs?.Dispose();
            tables?.Dispose();
            pins?.Dispose();
            channel.Dispose();
            return null;
        }

        BpfGreDataPath path = new(configuration, tables, programs, tunnel, channel, tunnelIndex, pins) { KeepingProblem = keeping, IsKept = pins is not null };
        problem = path.Start();
        if (problem.Length > 0)
        {
            path.Dispose();
            return null;
        }

        return path;
    }

    // Before Linux 5.12 (commit 5f7d57280c19) a packet out of a tunnel is lost when the interface by which it is to come in could not send
    // it; and a tunnel over IPv4 takes longer ones than the MTU says, which is for all tunnels. There the process answers what is too big.
    private static int InterfaceMtu(DataPathConfiguration configuration) =>
        OperatingSystem.IsOSPlatformVersionAtLeast("linux", 5, 12) ? configuration.TunnelMtu : configuration.TransportMtu;

    private static TunDevice? OpenTunnel(DataPathConfiguration configuration, NetlinkChannel channel, bool isKept, out int index, out string problem)
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
        status = tunnel.SetPersistent(isKept);
        LinuxStatus found = links.TryGet(Encoding.UTF8.GetBytes(name), out LinkState link);
        status = status.IsOk ? found : status;
        status = status.IsOk ? links.SetMtu(link.Index, InterfaceMtu(configuration)) : status;
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

    private string Start()
    {
        _sessions.DscpMapOfNode = _configuration.DscpMapOfNode;
        _tables.SetMirror(isOn: false);
        if (_tables.WereKept)
        {
            _sessions.Adopt();
        }
        else if (_pins is not null)
        {
            CarryOver(_pins);
        }

        _nextHops.TrustChanged();
        _nextHops.ResolveAll();
        _spread = Spread();
        _tables.WriteNode(_configuration, TunnelInterfaceIndex, _spread);
        LinuxStatus status = GreSlowPath.TryOpen(_configuration, _sessions, _nextHops, _tunnel, out _slowPath, out string what);
        if (!status.IsOk)
        {
            return $"{what}: {status.Message}";
        }

        foreach (Attachment attachment in _attachments)
        {
            if (attachment.Ensure(_links, _places) == DataPathStatus.KernelRefused)
            {
                return $"program {attachment.ProgramName} on {attachment.InterfaceName}: {_channel.ReasonText}";
            }
        }

        if (_pins is not null && !_tables.WereKept)
        {
            status = _pins.CommitTables(GreTables.Layout);
            if (!status.IsOk)
            {
                return $"{_configuration.Pins}: {status.Message}";
            }
        }

        _ports.Ensure(_links, _tables, _places);
        _places.RemoveOthers(_attachments, _ports);
        return "";
    }

    private void CarryOver(PinFolder pins)
    {
        using GreTables? old = GreTables.TryOpenOld(pins);
        if (old is not null)
        {
            SendSlots slots = new(old.ForeignAddresses, old.Division);
            SessionTable sessions = new(old, new NextHopTable(old, source: null), slots, old.ReadIndexMask());
            sessions.Adopt();
            LeftOut = _sessions.CarryOver(sessions);
        }
    }
}
