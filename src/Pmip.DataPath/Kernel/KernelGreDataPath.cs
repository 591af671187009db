using System;
using System.Text;
using Pmip.DataPath.Ladder;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Kernel;

/// <summary>
/// The data path without BPF: the kernel's external GRE devices, and flower rules in software. All packets go through the kernel's forwarding
/// and the tunnel interface, whose MTU is the tunnels', so that the kernel takes hops off, answers what is too big, and fragments. Rules on
/// that interface's way out put packets into tunnels, rules on the GRE devices let what came out pass if key, outer ends and the node's
/// address fit. It does not outlive the process.
/// </summary>
public sealed partial class KernelGreDataPath : IGreGround
{
    private const ushort FirstPriority = 0x4F80;
    private const ushort LastPriority = 0x4FFE;

    private readonly KernelDevices _devices;
    private readonly FlowerTable _rules;
    private readonly GreSession[] _installed;
    private readonly bool[] _isInstalled;
    private readonly SessionCounters[] _before;
    private readonly byte[] _cannot;
    private DataPathConfiguration _configuration;
    private byte[] _outline;

    internal KernelGreDataPath(DataPathConfiguration configuration, KernelDevices devices, NetlinkChannel channel, string cause)
    {
        _configuration = configuration;
        _devices = devices;
        _rules = new FlowerTable(channel);
        _installed = new GreSession[configuration.SessionCapacity];
        _isInstalled = new bool[configuration.SessionCapacity];
        _before = new SessionCounters[configuration.SessionCapacity];
        _outline = OutlineOf(configuration);
        _cannot = Encoding.UTF8.GetBytes(
            $"{cause}; unchecked: a node's link-layer address and interface{((configuration.Roles & DataPathRoles.Lma) != 0 ? ", trusted outer sources" : "")}"
            + "; DSCP, ECN and flow label are not copied outward; not kept over a restart");
    }

    /// <inheritdoc/>
    public string Description => $"{Encoding.UTF8.GetString(_outline)}; {SessionCount} sessions; {Encoding.UTF8.GetString(_cannot)}";

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Outline => _outline;

    /// <inheritdoc/>
    public int SessionCount { get; private set; }

    /// <inheritdoc/>
    public SessionAdoption Adoption => default;

    /// <summary>Always false: it goes with the process, whatever is wanted.</summary>
    public bool IsKept
    {
        get => false;
        set
        {
        }
    }

    /// <inheritdoc/>
    public int UnroutedCount => 0;

    /// <inheritdoc/>
    public int ProgramCount => 0;

    /// <inheritdoc/>
    public int TunnelInterfaceIndex => _devices.Tunnel;

    /// <inheritdoc/>
    public int AccessTapProgram => -1;

    /// <inheritdoc/>
    public int RungCount => 0;

    /// <inheritdoc/>
    public ProgramView ReadProgram(int number) => throw new ArgumentOutOfRangeException(nameof(number));

    /// <inheritdoc/>
    public RungView ReadRung(int number) => throw new ArgumentOutOfRangeException(nameof(number));

    /// <inheritdoc/>
    public Placement PlacementOf(int index) => IsInstalled(index) ? Placement.Kernel : Placement.None;

    /// <inheritdoc/>
    public int CountPlaced(Placement placement) => placement == Placement.Kernel ? SessionCount : 0;

    /// <inheritdoc/>
    public bool IsCarriedBy(Rung rung, ReadOnlySpan<byte> port, ReadOnlySpan<byte> transport, out ReadOnlySpan<byte> reason)
    {
        reason = rung == Rung.Kernel ? _cannot : "no BPF programs run"u8;
        return rung == Rung.Kernel;
    }

    /// <inheritdoc/>
    public DataPathStatus Remove(int index)
    {
        if ((uint)index >= (uint)_isInstalled.Length)
        {
            return DataPathStatus.IndexOutOfRange;
        }

        if (!_isInstalled[index])
        {
            return DataPathStatus.NotInstalled;
        }

        bool isGone = DeleteRules(_installed[index], default);
        _isInstalled[index] = false;
        _before[index] = default;
        SessionCount--;
        return isGone ? DataPathStatus.Ok : DataPathStatus.KernelRefused;
    }

    /// <inheritdoc/>
    public bool TryReadCounters(int index, out SessionCounters counters)
    {
        counters = IsInstalled(index) ? _before[index] : default;
        for (int i = 0; IsInstalled(index) && i < RuleCount(_installed[index]); i++)
        {
            FlowerPlace place = PlaceOf(_installed[index], i, out bool isInto);
            if (_rules.TryRead(place, out FlowerState state).IsOk)
            {
                counters = unchecked(isInto
                    ? counters with { PacketsOut = counters.PacketsOut + state.Packets, OctetsOut = counters.OctetsOut + state.Octets }
                    : counters with { PacketsIn = counters.PacketsIn + state.Packets, OctetsIn = counters.OctetsIn + state.Octets });
            }
        }

        return IsInstalled(index);
    }

    /// <inheritdoc/>
    public bool TryReadSession(int index, out GreSession session)
    {
        session = IsInstalled(index) ? _installed[index] : default;
        return IsInstalled(index);
    }

    /// <inheritdoc/>
    public SessionAudit Audit(int index)
    {
        if (!IsInstalled(index))
        {
            return SessionAudit.NotInstalled;
        }

        for (int i = 0; i < RuleCount(_installed[index]); i++)
        {
            if (!_rules.TryRead(PlaceOf(_installed[index], i, out _), out _).IsOk)
            {
                return SessionAudit.EntryDiffers;
            }
        }

        return SessionAudit.Sound;
    }

    /// <summary>
    /// Packets that no rule took, in the two places where that can be: routed to the tunnels, and out of a tunnel. Why a packet out of a tunnel
    /// did not fit a rule, this data path cannot tell; all of them count as unknown keys.
    /// </summary>
    public ulong DropCount(DropReason reason) => reason switch
    {
        DropReason.NoSession => CountDropped(_devices.Tunnel, egress: true),
        DropReason.GreKeyUnknown => CountDropped(_devices.Gre6, egress: false) + CountDropped(_devices.Gre4, egress: false),
        _ => 0,
    };

    /// <inheritdoc/>
    public ReadOnlySpan<int> SlowPathDescriptors => default;

    /// <inheritdoc/>
    public void SlowPathReady(int number, Instant now)
    {
        // The kernel does all of it itself.
    }

    /// <inheritdoc/>
    public SlowPathView SlowPath => default;

    /// <inheritdoc/>
    public int TunnelMtu(bool overIpv6) =>
        _configuration.TransportMtu - (overIpv6 ? DataPathConfiguration.OverheadIpv6 : _configuration.OverheadOverIpv4);

    /// <inheritdoc/>
    public void RoutesChanged()
    {
        // The kernel looks every route up itself.
    }

    /// <inheritdoc/>
    public void NeighborChanged(int interfaceIndex, IpAddress neighbor, MacAddress linkLayer)
    {
        // And every neighbour.
    }

    /// <inheritdoc/>
    public bool ChangesDscp => false;

    /// <inheritdoc/>
    public DataPathStatus Mirror(int session, Instant until)
    {
        // Captures see all that the kernel forwards.
        return session < 0 || IsInstalled(session) ? DataPathStatus.Ok : DataPathStatus.NotInstalled;
    }

    /// <inheritdoc/>
    public MirrorView Mirrored => default;

    /// <inheritdoc/>
    public int XdpPortCount => 0;

    /// <inheritdoc/>
    public XdpPortView ReadXdpPort(int number) => default;

    /// <inheritdoc/>
    public DataPathStatus InterfaceChanged(ReadOnlySpan<byte> name) => DataPathStatus.Ok;

    /// <inheritdoc/>
    public DataPathStatus SetServedNode(int interfaceIndex, MacAddress node, bool served) => DataPathStatus.Ok;

    /// <inheritdoc/>
    public Instant NextDeadline(Instant now) => Instant.Never;

    /// <inheritdoc/>
    public void Maintain(Instant now)
    {
        // Counters are read when somebody asks.
    }

    /// <inheritdoc/>
    public void Dispose() => _devices.Dispose();

    private bool IsInstalled(int index) => (uint)index < (uint)_isInstalled.Length && _isInstalled[index];

    private ulong CountDropped(int device, bool egress)
    {
        ulong packets = 0;
        for (int family = 0; family < 2 && device != 0; family++)
        {
            packets += _rules.TryRead(LastPlace(device, egress, family == 1), out FlowerState state).IsOk ? state.Packets : 0;
        }

        return packets;
    }

    private static FlowerPlace LastPlace(int device, bool egress, bool ipv6) => new(device, egress, (ushort)(LastPriority + (ipv6 ? 1 : 0)), ipv6, 1);

    private static byte[] OutlineOf(DataPathConfiguration configuration) =>
        Encoding.UTF8.GetBytes($"kernel GRE; {configuration.TunnelInterface} mtu {configuration.TunnelMtu}");
}
