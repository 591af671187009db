using System;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Models.Pair;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>
/// One MAG, two LMAs played by chance: every verb from above, every message that an LMA may send, right and wrong, and time.
/// More nodes than bindings; allocates nothing after it was made.
/// </summary>
public sealed class MagChurn
{
    private const int Kept = 6;
    private static readonly byte[][] s_nodes = Array.ConvertAll(["a@x", "b@x", "c@y", "d@y", "e@x", "f", ""], Encoding.UTF8.GetBytes);
    private static readonly byte[][] s_realms = Array.ConvertAll(["x", "y", "", "z@x"], Encoding.UTF8.GetBytes);
    private static readonly byte[][] s_wanted = Array.ConvertAll(["@x", "@y", "@", "mag1"], Encoding.UTF8.GetBytes);
    private static readonly byte[] s_refusals = [130, 135, 153, 154, 155, 156, 157, 159, 163];
    private static readonly byte[] s_component = [0x01, 192, 0, 2, 2, 0, 7];
    private readonly MagConfiguration _configuration;
    private readonly Outbox _outbox = new();
    private readonly byte[][] _sent = new byte[Kept][];
    private readonly int[] _sentLength = new int[Kept];
    private readonly int[] _sentTo = new int[Kept];
    private readonly byte[] _message = new byte[MobilityHeader.LengthMax];
    private int _sentCount;

    public MagChurn(DownlinkKeyScope scope = DownlinkKeyScope.Node, bool usesTimestamps = true)
    {
        _configuration = new MagConfiguration
        {
            Limits = new EngineLimits { Bindings = 5, Peers = 2 },
            Lmas =
            [
                new PeerConfiguration { Name = "lma1", Ipv6 = IpAddress.Parse("2001:db8:f::1"), AcceptParameters = true },
                new PeerConfiguration { Name = "lma2", Ipv4 = IpAddress.Parse("192.0.2.2"), Form = SignallingForm.UdpBare, TlvHeader = true },
            ],
            Ipv6 = IpAddress.Parse("2001:db8:f::11"),
            Ipv4 = IpAddress.Parse("192.0.2.11"),
            AccessPoints = ["internet", "ims"],
            Lifetime = Duration.FromSeconds(40),
            Quarantine = Duration.FromSeconds(1),
            UseTimestamps = usesTimestamps,
            DownlinkKeyScope = scope,
            Identity = "mag1",
            OwnComponent = ConnectionSetIdentifier.Of(IpAddress.Parse("2001:db8:f::11"), 1),
            Supervision = new SupervisionConfiguration { HeartbeatInterval = Duration.FromSeconds(30) },
        };
        Mag = new MobileAccessGateway(_configuration, new EngineSecrets(1, 2, 3, 4, 5));
        Path = new DataPathModel(SessionKeys.IndexCapacityFor(_configuration.Limits));
        for (int i = 0; i < Kept; i++)
        {
            _sent[i] = new byte[MobilityHeader.LengthMax];
        }
    }

    public MobileAccessGateway Mag { get; }

    /// <summary>Called at the end of every step.</summary>
    public Action? AfterStep { get; init; }

    /// <summary>What the MAG runs with.</summary>
    public MagConfiguration Configuration => _configuration;

    /// <summary>What the data path holds by the effects.</summary>
    public DataPathModel Path { get; }

    public Instant Now { get; private set; } = new(10_000_000);

    private WallClock Wall => WallClock.FromUnixMicroseconds(1_790_000_000_000_000 + Now.Microseconds, true);

    /// <summary>Another configuration, which has two LMAs and two access points too, comes into force.</summary>
    public void Reconfigure(uint kind)
    {
        PeerConfiguration third = new() { Name = "lma3", Ipv6 = IpAddress.Parse("2001:db8:f::3") };
        MagConfiguration next = (kind % 8) switch
        {
            0 => _configuration with { },
            1 => _configuration with { Lmas = [_configuration.Lmas[1], _configuration.Lmas[0]] },
            2 => _configuration with { Lmas = [_configuration.Lmas[0], third] },
            3 => _configuration with { Lmas = [third, _configuration.Lmas[1] with { TlvHeader = false }], OwnComponent = null },
            4 => _configuration with { AccessPoints = ["ims", "lab"] },
            5 => _configuration with { AccessPoints = ["ims", "internet"], Lifetime = Duration.FromSeconds(20), Supervision = new() },
            6 => _configuration with { Lmas = [_configuration.Lmas[0], _configuration.Lmas[1] with { Form = SignallingForm.UdpMapped }] },
            _ => _configuration with { ExcludedKeys = [KeyOf(0), KeyOf(1)] },
        };
        Assert.Equal(ReconfigurationStatus.Ready, Mag.Prepare(next, out PreparedGatewayConfiguration? prepared));
        int affected = Mag.CountAffected(prepared!).Total;
        Assert.InRange(affected, 0, Mag.Count);
        Assert.True(Mag.Reconfigure(prepared!, Now) is ReconfigurationStatus.Ready or ReconfigurationStatus.PeerTableFull);
    }

    private GreKey KeyOf(int slot) =>
        Mag.TryRead(slot, Now, out BindingUpdateListEntryView view) ? view.DownlinkKey : new GreKey((uint)(77 + slot));

    /// <summary>One thing happens.</summary>
    public void Step(Prng prng)
    {
        int slot = prng.Below(_configuration.Limits.Bindings + 1) - 1;
        switch (prng.Below(24))
        {
            case < 5:
                Attach(prng);
                break;
            case < 12:
                AnswerUpdate(prng);
                break;
            case 12:
                Mag.Detach(slot, (ConnectionEnd)prng.Below(2), Now, Wall, _outbox);
                break;
            case 13:
                Mag.Reaffirm(slot, Now, Wall, _outbox);
                break;
            case 14:
                Mag.ChangeType(slot, (PdnType)(1 + prng.Below(3)), Now, Wall, _outbox);
                break;
            case 15:
                Mag.NotePresence(slot, prng.Below(2) == 0, Now, Wall, _outbox);
                break;
            case 16:
                Mag.RequestIpv4(slot, Now, Wall, _outbox);
                break;
            case 17:
                RevokeAll(prng);
                break;
            case 18:
                Indicate(prng);
                break;
            case 19:
                AnswerRevocation(prng);
                break;
            case 20:
                Beat(prng);
                break;
            case 21:
                Mag.SessionRefused(prng.Below(1 << 11), Now, Wall, _outbox);
                break;
            default:
                Drain();
                Pass(Duration.FromMilliseconds(prng.Below(4) == 0 ? prng.Below(40_000) : prng.Below(900)));
                break;
        }

        Drain();
    }

    /// <summary>Lets time go by with every timer at its own moment.</summary>
    public void Pass(Duration length)
    {
        Instant end = Now.Plus(length);
        for (int steps = 0; Mag.NextDeadline <= end; steps++)
        {
            Assert.True(steps < 20_000, "timers come to rest");
            Now = Mag.NextDeadline > Now ? Mag.NextDeadline : Now;
            Assert.True(Mag.Expire(Now, Wall, _outbox));
            Drain();
        }

        Now = end;
    }

    /// <summary>Requires that data path and list agree, and that no two connections share what must be one's own (R14).</summary>
    public void Check()
    {
        Mag.Verify();
        int sessions = 0;
        for (int slot = 0; slot < Mag.Capacity; slot++)
        {
            if (!Mag.TryRead(slot, Now, out BindingUpdateListEntryView view))
            {
                continue;
            }

            bool isInstalled = Path.TryRead(view.SessionIndex, out TunnelSession session);
            sessions += isInstalled ? 1 : 0;
            bool isUp = view.State is BindingUpdateState.Registered or BindingUpdateState.Refreshing;
            Assert.True(isInstalled || !isUp);
            Assert.False(isInstalled && view.State == BindingUpdateState.Deregistering);
            Assert.True(!isInstalled || (session.ReceiveKey == view.DownlinkKey && session.SendKey == view.UplinkKey && !view.UplinkKey.IsNone));
            for (int other = 0; other < slot; other++)
            {
                Assert.False(Mag.TryRead(other, Now, out BindingUpdateListEntryView second)
                    && (second.SessionIndex == view.SessionIndex || (second.Peer == view.Peer && second.DownlinkKey == view.DownlinkKey)));
            }
        }

        Assert.Equal(sessions, Path.Count);
    }

    private void Attach(Prng prng)
    {
        AttachRequest request = new()
        {
            Identifier = s_nodes[prng.Below(s_nodes.Length)],
            AccessPoint = prng.Below(2),
            Lma = prng.Below(2),
            Type = (PdnType)(1 + prng.Below(3)),
            PdnConnectionId = (byte)prng.Below(2),
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = (HandoffIndicator)(1 + prng.Below(5)),
            LinkLayerAddress = new MacAddress(prng.Below(3) == 0 ? 0UL : 0x0200_0000_0001UL),
            AsksForNameServers = prng.Below(2) == 0,
            AccessNode = prng.Below(8),
            UplinkKey = prng.Below(3) == 0 ? new GreKey((uint)(1 + prng.Below(9))) : GreKey.None,
        };
        if (prng.Below(2) == 0)
        {
            request.HomeNetworkPrefixes.TryAdd(PrefixOf(prng));
        }

        if (prng.Below(2) == 0)
        {
            (request.HomeAddress4, request.HomeAddress4PrefixLength) = (Address4Of(prng), 24);
        }

        Mag.Attach(request, Now, Wall, _outbox, out _);
    }

    // To one of the last updates, mostly as an LMA would.
    private void AnswerUpdate(Prng prng)
    {
        int which = Pick(prng);
        if (MobilityHeader.TryRead(_sent[which].AsSpan(0, _sentLength[which]), out MobilityHeader header) != WireStatus.Ok
            || ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update) != WireStatus.Ok)
        {
            return;
        }

        ProxyBindingAcknowledgement answer = default;
        answer.Flags = BindingAcknowledgementFlags.Proxy;
        answer.Status = prng.Below(5) > 0 ? BindingStatus.Accepted
            : (BindingStatus)(prng.Below(2) == 0 ? s_refusals[prng.Below(s_refusals.Length)] : prng.Below(190));
        answer.Sequence = unchecked((ushort)(update.Sequence + (prng.Below(12) == 0 ? 1 : 0)));
        answer.LifetimeUnits = prng.Below(8) == 0 ? (ushort)prng.Below(20) : update.LifetimeUnits;
        answer.HasIdentifier = true;
        answer.IdentifierSubtype = update.IdentifierSubtype;
        answer.Identifier = update.Identifier;
        answer.HasHandoffIndicator = prng.Below(12) > 0;
        answer.HandoffIndicator = update.HandoffIndicator;
        answer.HasAccessTechnologyType = true;
        answer.AccessTechnologyType = update.AccessTechnologyType;
        answer.HasLinkLayerIdentifier = update.HasLinkLayerIdentifier;
        answer.LinkLayerIdentifier = update.LinkLayerIdentifier;
        answer.HasTimestamp = update.HasTimestamp;
        answer.Timestamp = update.Timestamp;
        answer.HasPdnConnectionId = update.HasPdnConnectionId && prng.Below(6) > 0;
        answer.PdnConnectionId = update.PdnConnectionId;
        answer.HasGreKeyOption = answer.HasGreKey = update.HasGreKey && prng.Below(12) > 0;
        answer.GreKey = new GreKey((uint)(1 + prng.Below(9)));
        if (update.HomeNetworkPrefixes.Count > 0 && prng.Below(8) > 0)
        {
            answer.HomeNetworkPrefixes.TryAdd(PrefixOf(prng));
        }

        if (update.Ipv4HomeAddressRequestCount > 0 && prng.Below(8) > 0)
        {
            var status = (Ipv4HomeAddressStatus)(prng.Below(4) == 0 ? 128 + prng.Below(5) : 0);
            answer.HasIpv4HomeAddressReply = true;
            answer.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(status, 24, Address4Of(prng));
        }

        AddThreeGpp(prng, ref answer);
        AddWishes(prng, ref answer);
        if (answer.Emit(_message, out int written) == WireStatus.Ok)
        {
            Receive(_sentTo[which], written, prng);
        }
    }

    private static void AddThreeGpp(Prng prng, ref ProxyBindingAcknowledgement answer)
    {
        ref ThreeGppOptionSet options = ref answer.OptionSet.ThreeGpp;
        options.HasDhcpv4AllocationIndication = prng.Below(5) == 0;
        options.Dhcpv4AllocationIndication = 1;
        options.HasBackOffTime = (byte)answer.Status >= 128 && prng.Below(5) == 0;
        options.BackOffTime = new BackOffTime(1);
        options.HasChargingId = prng.Below(5) == 0;
        options.ChargingId = 7;
        options.FirstFqCsid = prng.Below(3) == 0 ? s_component : default;
    }

    private static void AddWishes(Prng prng, ref ProxyBindingAcknowledgement answer)
    {
        answer.OptionSet.HasRefreshAdvice = prng.Below(4) == 0;
        answer.OptionSet.RefreshIntervalUnits = (ushort)prng.Below(14);
        answer.OptionSet.HasLmaControlledParameters = prng.Below(4) == 0;
        answer.OptionSet.LmaControlledParameters = new LmaControlledMagParameters
        {
            HasReregistrationControl = prng.Below(2) == 0,
            ReregistrationStartUnits = (ushort)prng.Below(14),
            InitialRetransmissionSeconds = (ushort)prng.Below(4),
            MaximumRetransmissionSeconds = (ushort)prng.Below(6),
            HasHeartbeatControl = prng.Below(2) == 0,
            HeartbeatIntervalSeconds = (ushort)prng.Below(100),
        };
    }

    private void RevokeAll(Prng prng)
    {
        int lma = prng.Below(4) - 1;
        if (prng.Below(2) == 0)
        {
            Mag.RevokePeer(lma, Now, _outbox);
        }
        else
        {
            Mag.RevokeRealm(lma, s_realms[prng.Below(s_realms.Length)], Now, _outbox);
        }
    }

    private void Indicate(Prng prng)
    {
        BindingRevocationIndication indication = default;
        indication.Trigger = prng.Below(6) switch
        {
            0 => RevocationTrigger.PerPeerPolicy,
            1 => RevocationTrigger.RevokingNodePolicy,
            2 or 3 => (RevocationTrigger)(2 + prng.Below(3)),
            _ => (RevocationTrigger)prng.Below(9),
        };
        bool isGlobal = indication.Trigger >= RevocationTrigger.PerPeerPolicy;
        indication.Sequence = (ushort)prng.Below(16);
        indication.Flags = (prng.Below(12) > 0 ? RevocationFlags.Proxy : 0) | (isGlobal ? RevocationFlags.Global : 0)
            | (!isGlobal && prng.Below(4) == 0 ? RevocationFlags.Ipv4HomeAddressOnly : 0);
        indication.Options.HasIdentifier = indication.Trigger != RevocationTrigger.PerPeerPolicy && prng.Below(12) > 0;
        indication.Options.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        indication.Options.Identifier = isGlobal ? s_wanted[prng.Below(s_wanted.Length)] : s_nodes[prng.Below(s_nodes.Length - 1)];
        if (indication.Trigger == RevocationTrigger.RevokingNodePolicy && prng.Below(3) == 0)
        {
            indication.Options.HasIdentifier = false;
            indication.Options.ThreeGpp.FirstFqCsid = s_component; // A component of the LMA has failed (TS 23.007).
        }

        if ((indication.Flags & RevocationFlags.Ipv4HomeAddressOnly) != 0)
        {
            indication.Options.Ipv4HomeAddressRequestCount = 1;
            indication.Options.Ipv4HomeAddressRequest = new Ipv4HomeAddress(Address4Of(prng), 24);
        }

        if (indication.Emit(_message, out int written) == WireStatus.Ok)
        {
            Receive(prng.Below(2), written, prng);
        }
    }

    private void AnswerRevocation(Prng prng)
    {
        int which = Pick(prng);
        if (MobilityHeader.TryRead(_sent[which].AsSpan(0, _sentLength[which]), out MobilityHeader header) != WireStatus.Ok
            || BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) != WireStatus.Ok)
        {
            return;
        }

        BindingRevocationAcknowledgement answer = default;
        answer.Sequence = indication.Sequence;
        answer.Flags = indication.Flags;
        answer.Status = prng.Below(2) == 0 ? RevocationStatus.Success : (RevocationStatus)(127 + prng.Below(9));
        if (answer.Emit(_message, out int written) == WireStatus.Ok)
        {
            Receive(_sentTo[which], written, prng);
        }
    }

    // A request, a response to one of ours, an unsolicited one, or a Binding Error.
    private void Beat(Prng prng)
    {
        int which = Pick(prng);
        int written;
        if (prng.Below(12) == 0)
        {
            BindingError error = new() { Status = BindingErrorStatus.UnrecognizedMobilityHeaderType };
            Assert.True(error.Emit(_message, out written) == WireStatus.Ok);
            Receive(_sentTo[which], written, prng);
            return;
        }

        Heartbeat heartbeat = default;
        bool isOurs = MobilityHeader.TryRead(_sent[which].AsSpan(0, _sentLength[which]), out MobilityHeader header) == WireStatus.Ok
            && Heartbeat.TryRead(header, out heartbeat) == WireStatus.Ok;
        heartbeat.OptionRegion = default;
        heartbeat.Flags = isOurs ? HeartbeatFlags.Response : (HeartbeatFlags)prng.Below(4);
        heartbeat.HasRestartCounter = (heartbeat.Flags & HeartbeatFlags.Response) != 0;
        heartbeat.RestartCounter = (uint)(prng.Below(8) == 0 ? 2 : 1);
        if (heartbeat.Emit(_message, out written) == WireStatus.Ok)
        {
            Receive(_sentTo[which], written, prng);
        }
    }

    // From an LMA; sometimes with an octet changed.
    private void Receive(int lma, int length, Prng prng)
    {
        if (prng.Below(16) == 0)
        {
            _message[prng.Below(length)] ^= (byte)(1 << prng.Below(8));
        }

        PeerConfiguration peer = _configuration.Lmas[lma];
        bool isIpv4 = peer.Form != SignallingForm.Ipv6;
        IpAddress local = isIpv4 ? _configuration.Ipv4 : _configuration.Ipv6;
        IpAddress remote = isIpv4 ? peer.Ipv4 : peer.Ipv6;
        SignallingPath path = new(peer.Form, local, remote, local, remote, isIpv4 ? SignallingPath.ControlPort : (ushort)0);
        Mag.Receive(path, _message.AsSpan(0, length), Now, Wall, _outbox);
    }

    private int Pick(Prng prng) => prng.Below(Math.Max(1, Math.Min(_sentCount, Kept)));

    private static IpPrefix PrefixOf(Prng prng) => new(new IpAddress(0x2001_0DB8_0100_0000 + (ulong)prng.Below(5), 0), 64);

    private static IpAddress Address4Of(Prng prng) => IpAddress.FromIPv4(0x0A2D_0002 + (uint)prng.Below(4));

    private void Drain()
    {
        AfterStep?.Invoke();
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit)
            {
                int place = _sentCount++ % Kept;
                ReadOnlySpan<byte> octets = _outbox.BytesOf(effect);
                octets.CopyTo(_sent[place]);
                _sentLength[place] = octets.Length;
                _sentTo[place] = _outbox.PathOf(effect).Form == SignallingForm.Ipv6 ? 0 : 1;
            }
            else if (effect.Kind is EffectKind.InstallSession or EffectKind.RemoveSession)
            {
                ref readonly TunnelSession session = ref _outbox.SessionOf(effect);
                Assert.True(effect.Kind == EffectKind.InstallSession || Path.TryRead(session.Index, out _));
                Path.Apply(effect.Kind, session);
            }
        }

        _outbox.Clear();
    }
}
