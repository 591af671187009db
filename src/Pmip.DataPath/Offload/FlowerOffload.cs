using System;
using Pmip.DataPath.Ladder;
using Pmip.Linux;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Offload;

/// <summary>
/// Sessions as tc flower rules that only the device may run (<c>skip_sw</c>): for each address one on the access port that puts packets into
/// the tunnel, and one on the kernel's external GRE device that takes them out. Whether a driver takes rules for layer-3 GRE with a key is
/// asked with rules of just that shape; in the kernels to 6.12 none does.
/// </summary>
internal sealed class FlowerOffload : ISessionOffload
{
    private const int NoSpace = 28;
    private const int NoMemory = 12;
    private const uint ProbeHandle = 0x7FFF_FFFF;

    private readonly FlowerTable _rules;
    private readonly TrafficControl _traffic;
    private readonly GreDevices _devices;
    private readonly IPortFeatures _features;
    private readonly FlowerLeftovers _leftovers;
    private readonly OffloadEvents _events = new();
    private readonly Held[] _held;
    private readonly int _deviceMtu;
    private int _device6;
    private int _device4;

    /// <summary>Flower rules over <paramref name="channel"/> for sessions with numbers below <paramref name="capacity"/>.</summary>
    public FlowerOffload(NetlinkChannel channel, IPortFeatures features, int capacity, int deviceMtu)
    {
        _rules = new FlowerTable(channel);
        _traffic = new TrafficControl(channel);
        _devices = new GreDevices(channel);
        _features = features;
        _held = new Held[capacity];
        _leftovers = new FlowerLeftovers(_rules, capacity);
        _deviceMtu = deviceMtu;
    }

    /// <inheritdoc/>
    public Rung Rung => Rung.Flower;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> LastReason => _rules.Reason;

    /// <inheritdoc/>
    public bool Probe(in PortPair ports, ReasonText reason)
    {
        reason.Set(default);
        if (ports.AtLma)
        {
            reason.Set("at an LMA: no flower action looks a route up for what comes out of the tunnel"u8);
            return false;
        }

        switch (_features.TrafficOffloadOf(ports.Port))
        {
            case TrafficOffload.Fixed:
                reason.Set("the access port's driver has no hw-tc-offload"u8);
                return false;
            case TrafficOffload.Off:
                reason.Set("hw-tc-offload is off on the access port"u8);
                return false;
        }

        if (!EnsureDevice(ports.IsOverIpv6, out int device, reason) || !ProbeRules(ports, device, reason))
        {
            return false;
        }

        _leftovers.Look(ports.Port, device);
        return true;
    }

    /// <inheritdoc/>
    public OffloadAnswer Install(in GreSession session, in PortPair ports)
    {
        if (session.AtLma || session.Encapsulation != GreEncapsulation.Gre || session.NodeLinkLayerAddress.IsZero)
        {
            return OffloadAnswer.Refused;
        }

        ref Held held = ref _held[session.Index];
        held = new Held
        {
            Port = ports.Port,
            Device = ports.IsOverIpv6 ? _device6 : _device4,
            Prefixes = (byte)session.HomeNetworkPrefixes.Count,
            HasIpv4 = !session.HomeAddress4.IsUnspecified,
            IsThere = true,
        };
        UInt128 cookie = FlowerRules.CookieOf(session, ports);
        LinuxStatus status = LinuxStatus.Ok;
        bool isInDevice = true;
        for (int i = 0; i < held.RuleCount && status.IsOk && isInDevice; i++)
        {
            FlowerPlace place = held.PlaceOf(i, session.Index);
            if (!_leftovers.Claim(place, cookie))
            {
                FlowerRules.Make(session, held.Device, held.IsEncapsulation(i), held.AddressOf(i), cookie, out FlowerMatch match, out FlowerActions actions);
                status = _rules.Set(place, match, actions, FlowerFlags.SkipSoftware);
            }

            isInDevice = status.IsOk && _rules.TryRead(place, out FlowerState state).IsOk && (state.Flags & FlowerFlags.InHardware) != 0;
        }

        if (status.IsOk && isInDevice)
        {
            return OffloadAnswer.Taken;
        }

        return !Remove(session.Index) ? OffloadAnswer.Stuck
            : status.Errno is NoSpace or NoMemory ? OffloadAnswer.Full
            : OffloadAnswer.Refused;
    }

    /// <inheritdoc/>
    public bool Remove(int session)
    {
        ref Held held = ref _held[session];
        bool isGone = true;
        for (int i = 0; i < held.RuleCount && held.IsThere; i++)
        {
            isGone &= FlowerRules.TryDelete(_rules, held.PlaceOf(i, session));
        }

        held.IsThere &= !isGone;
        return isGone;
    }

    /// <inheritdoc/>
    public void ReadCounters(ReadOnlySpan<int> sessions, Span<SessionCounters> counters, Span<bool> isKnown)
    {
        for (int i = 0; i < sessions.Length; i++)
        {
            isKnown[i] = TryRead(sessions[i], out counters[i]);
        }
    }

    /// <inheritdoc/>
    public bool TryTakeEvent(out OffloadEvent happened) => _events.TryTake(out happened);

    /// <inheritdoc/>
    public void Started() => _leftovers.Close();

    /// <inheritdoc/>
    public bool ClearUnclaimed() => _leftovers.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _held.Length; i++)
        {
            _ = Remove(i);
        }

        _leftovers.ClearAll();
        foreach (int device in (ReadOnlySpan<int>)[_device6, _device4])
        {
            if (device != 0)
            {
                _ = _devices.Delete(device);
            }
        }
    }

    // The kernel has no word for a rule that the device let go; its flags say so when it is looked at.
    private bool TryRead(int session, out SessionCounters counters)
    {
        counters = default;
        ref Held held = ref _held[session];
        for (int i = 0; i < held.RuleCount; i++)
        {
            if (!_rules.TryRead(held.PlaceOf(i, session), out FlowerState state).IsOk || (state.Flags & FlowerFlags.InHardware) == 0)
            {
                _events.Add(new OffloadEvent(OffloadEventKind.Evicted, session, default));
                return false;
            }

            counters = held.IsEncapsulation(i)
                ? counters with { PacketsOut = counters.PacketsOut + state.DevicePackets, OctetsOut = counters.OctetsOut + state.DeviceOctets }
                : counters with { PacketsIn = counters.PacketsIn + state.DevicePackets, OctetsIn = counters.OctetsIn + state.DeviceOctets };
        }

        return held.RuleCount > 0;
    }

    private bool EnsureDevice(bool overIpv6, out int device, ReasonText reason)
    {
        LinuxStatus status = _devices.Ensure(overIpv6 ? "pmipgre6"u8 : "pmipgre4"u8, overIpv6, _deviceMtu, out device);
        if (!status.IsOk)
        {
            reason.Set("the kernel gives no external GRE device for the rules to stand on: "u8);
            reason.AppendForeign(_rules.Reason);
            return false;
        }

        (overIpv6 ? ref _device6 : ref _device4) = device;
        return true;
    }

    private bool ProbeRules(in PortPair ports, int device, ReasonText reason)
    {
        GreSession shape = FlowerRules.ProbeShape(ports.IsOverIpv6, ports.Port);
        Held held = new() { Port = ports.Port, Device = device, HasIpv4 = true, Prefixes = 1 };
        for (int i = 0; i < held.RuleCount; i++)
        {
            FlowerPlace place = held.PlaceOf(i, 0) with { Handle = ProbeHandle };
            FlowerRules.Make(shape, device, held.IsEncapsulation(i), held.AddressOf(i), UInt128.Zero, out FlowerMatch match, out FlowerActions actions);
            LinuxStatus status = _traffic.EnsureClassifier(place.Interface);
            status = status.IsOk ? _rules.Set(place, match, actions, FlowerFlags.SkipSoftware | FlowerFlags.Verbose) : status;
            if (!status.IsOk)
            {
                reason.Set(held.IsEncapsulation(i) ? "the device refuses the rule into the tunnel: "u8 : "the device refuses the rule out of the tunnel: "u8);
                FlowerRules.AppendReason(reason, _rules.Reason, status);
                return false;
            }

            bool isInDevice = _rules.TryRead(place, out FlowerState state).IsOk && (state.Flags & FlowerFlags.InHardware) != 0;
            isInDevice &= FlowerRules.TryDeleteAtLast(_rules, place);
            if (!isInDevice)
            {
                reason.Set("the kernel takes the rules, the device does not have them or does not let go of them"u8);
                return false;
            }
        }

        return true;
    }

    /// <summary>Which rules of a session there may be.</summary>
    private struct Held
    {
        public int Port;
        public int Device;
        public byte Prefixes;
        public bool HasIpv4;
        public bool IsThere;

        // For each address the way in, then for each the way out.
        public readonly int RuleCount => 2 * (Prefixes + (HasIpv4 ? 1 : 0));

        public readonly bool IsEncapsulation(int rule) => rule < RuleCount / 2;

        // 0 for the IPv4 address, prefixes from 1.
        public readonly int AddressOf(int rule) => (rule % (RuleCount / 2)) + (HasIpv4 ? 0 : 1);

        public readonly FlowerPlace PlaceOf(int rule, int session) =>
            FlowerRules.PlaceOf(IsEncapsulation(rule) ? Port : Device, AddressOf(rule), session);
    }
}
