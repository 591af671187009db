using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

/// <summary>One effect with everything that belongs to it, kept beyond the step.</summary>
public sealed record Recorded(EffectKind Kind, int Slot, byte Code, int AccessNode, byte[] Octets, SignallingPath Path, TunnelSession Session);

/// <summary>Changes an acknowledgement before it is sent.</summary>
public delegate void AnswerChange(ref ProxyBindingAcknowledgement answer);

/// <summary>Changes a revocation before it is sent.</summary>
public delegate void IndicationChange(ref BindingRevocationIndication indication);

/// <summary>Looks at an update that was sent.</summary>
public delegate void UpdateCheck(in ProxyBindingUpdate update);

/// <summary>One MAG on virtual time, and a hand that writes the LMA's answers.</summary>
public sealed class MagBench
{
    public const string Node = "mn1@example.com";
    public static readonly GreKey UplinkKey = new(0xABCD0001);
    public static readonly IpPrefix Prefix = IpPrefix.Parse("2001:db8:100:1::/64");
    public static readonly IpAddress Address4 = IpAddress.Parse("10.45.0.2");
    private readonly Outbox _outbox = new();

    public MagBench(Func<MagConfiguration, MagConfiguration>? change = null)
    {
        MagConfiguration configuration = new()
        {
            Limits = new EngineLimits { Bindings = 4, IdentifierOctets = 32 },
            Lmas =
            [
                new PeerConfiguration { Name = "lma1", Ipv6 = IpAddress.Parse("2001:db8:f::1"), Ipv4 = IpAddress.Parse("192.0.2.1") },
                new PeerConfiguration { Name = "lma2", Ipv6 = IpAddress.Parse("2001:db8:f::2"), Ipv4 = IpAddress.Parse("192.0.2.2") },
            ],
            Ipv6 = IpAddress.Parse("2001:db8:f::11"),
            Ipv4 = IpAddress.Parse("192.0.2.11"),
            AccessPoints = ["internet", "ims"],
            Lifetime = Duration.FromSeconds(400),
        };
        Configuration = change is null ? configuration : change(configuration);
        Mag = new MobileAccessGateway(Configuration, new EngineSecrets(1, 2, 3, 4, 5));
    }

    public MagConfiguration Configuration { get; private set; }

    public MobileAccessGateway Mag { get; }

    /// <summary>False: no time source vouches for the clock.</summary>
    public bool KeepsClock { get; set; } = true;

    public Instant Now { get; private set; } = new(10_000_000);

    public WallClock Wall { get; set; } = WallClock.FromUnixMicroseconds(1_790_000_000_000_000, true);

    /// <summary>The effects of the last verb, or of all timers of the last <see cref="Advance"/>.</summary>
    public List<Recorded> Effects { get; } = [];

    /// <summary>The last update that was sent.</summary>
    public byte[] LastUpdate { get; private set; } = [];

    public SignallingPath LastPath { get; private set; }

    public int UpdatesSent { get; private set; }

    public long this[MagCounter counter] => Mag.Counters[counter];

    public static AttachRequest Request(string node = Node, PdnType type = PdnType.Ipv4v6, int accessPoint = 0, int lma = 0, byte pdnConnectionId = 0,
        HandoffIndicator indicator = HandoffIndicator.Unknown, ulong mac = 0x0200_0000_0001, int accessNode = 7) => new()
        {
            Identifier = Encoding.UTF8.GetBytes(node),
            AccessPoint = accessPoint,
            Lma = lma,
            Type = type,
            PdnConnectionId = pdnConnectionId,
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = indicator,
            LinkLayerAddress = new MacAddress(mac),
            AccessNode = accessNode,
        };

    /// <summary>Another configuration for the MAG, and what it was said to end.</summary>
    public AffectedBindings Reconfigure(Func<MagConfiguration, MagConfiguration> change, ReconfigurationStatus expected = ReconfigurationStatus.Ready)
    {
        MagConfiguration next = change(Configuration);
        ReconfigurationStatus status = Mag.Prepare(next, out PreparedGatewayConfiguration? prepared);
        AffectedBindings affected = default;
        if (prepared is not null)
        {
            affected = Mag.CountAffected(prepared);
            Mag.Verify();
            status = Mag.Reconfigure(prepared, Now);
        }

        Assert.Equal(expected, status);
        Configuration = status == ReconfigurationStatus.Ready ? next : Configuration;
        Mag.Verify();
        return affected;
    }

    public AttachStatus TryAttach(in AttachRequest request, out int slot)
    {
        Effects.Clear();
        AttachStatus status = Mag.Attach(request, Now, Wall, _outbox, out slot);
        Record();
        return status;
    }

    public int Attach(in AttachRequest request)
    {
        Assert.Equal(AttachStatus.Pending, TryAttach(request, out int slot));
        return slot;
    }

    /// <summary>A connection that is up.</summary>
    public int AttachUp() => AttachUp(Request());

    public int AttachUp(in AttachRequest request)
    {
        int slot = Attach(request);
        Answer();
        Assert.Equal(BindingUpdateState.Registered, StateOf(slot));
        return slot;
    }

    public bool Detach(int slot, ConnectionEnd why = ConnectionEnd.NodeLeft)
    {
        Effects.Clear();
        bool isEnding = Mag.Detach(slot, why, Now, Wall, _outbox);
        Record();
        return isEnding;
    }

    public bool Reaffirm(int slot)
    {
        Effects.Clear();
        bool isUp = Mag.Reaffirm(slot, Now, Wall, _outbox);
        Record();
        return isUp;
    }

    public TypeChangeStatus ChangeType(int slot, PdnType type)
    {
        Effects.Clear();
        TypeChangeStatus status = Mag.ChangeType(slot, type, Now, Wall, _outbox);
        Record();
        return status;
    }

    public bool RequestIpv4(int slot)
    {
        Effects.Clear();
        bool isAsked = Mag.RequestIpv4(slot, Now, Wall, _outbox);
        Record();
        return isAsked;
    }

    public bool NotePresence(int slot, bool isPresent)
    {
        Effects.Clear();
        bool wasAsked = Mag.NotePresence(slot, isPresent, Now, Wall, _outbox);
        Record();
        return wasAsked;
    }

    public GlobalRevocationStart RevokePeer(int lma = 0)
    {
        Effects.Clear();
        GlobalRevocationStart start = Mag.RevokePeer(lma, Now, _outbox);
        Record();
        return start;
    }

    public GlobalRevocationStart RevokeRealm(string realm, int lma = 0)
    {
        Effects.Clear();
        GlobalRevocationStart start = Mag.RevokeRealm(lma, Encoding.UTF8.GetBytes(realm), Now, _outbox);
        Record();
        return start;
    }

    /// <summary>A revocation from an LMA, of a node unless <paramref name="node"/> is null.</summary>
    public void Revoke(RevocationTrigger trigger = RevocationTrigger.Administrative, string? node = Node, RevocationFlags flags = RevocationFlags.Proxy,
        IndicationChange? change = null, ushort sequence = 77, int lma = 0)
    {
        BindingRevocationIndication indication = default;
        indication.Trigger = trigger;
        indication.Sequence = sequence;
        indication.Flags = flags;
        indication.Options.HasIdentifier = node is not null;
        indication.Options.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        indication.Options.Identifier = Encoding.UTF8.GetBytes(node ?? string.Empty);
        change?.Invoke(ref indication);
        byte[] octets = new byte[indication.EncodedLength];
        Assert.Equal(WireStatus.Ok, indication.Emit(octets, out _));
        Receive(octets, lma);
    }

    /// <summary>The acknowledgement among the effects of the last verb.</summary>
    public (RevocationStatus Status, ushort Sequence, RevocationFlags Flags) Acknowledged()
    {
        Recorded sent = Assert.Single(Effects, static e => e.Kind == EffectKind.Transmit && e.Octets[2] == (byte)MobilityHeaderType.BindingRevocation);
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(sent.Octets, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement answer));
        return (answer.Status, answer.Sequence, answer.Flags);
    }

    /// <summary>Answers the revocation that we sent last.</summary>
    public void AnswerRevocation(Recorded sent, RevocationStatus status, int sequenceOff = 0, int lma = 0)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(sent.Octets, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication));
        BindingRevocationAcknowledgement answer = default;
        answer.Status = status;
        answer.Sequence = unchecked((ushort)(indication.Sequence + sequenceOff));
        answer.Flags = indication.Flags;
        byte[] octets = new byte[answer.EncodedLength];
        Assert.Equal(WireStatus.Ok, answer.Emit(octets, out _));
        Receive(octets, lma);
    }

    public void RefuseSession(int index)
    {
        Effects.Clear();
        Mag.SessionRefused(index, Now, Wall, _outbox);
        Record();
    }

    /// <summary>Lets time go by; every timer that is due on the way fires at its own instant.</summary>
    public void Advance(long milliseconds)
    {
        Effects.Clear();
        Instant end = Now.Plus(Duration.FromMilliseconds(milliseconds));
        while (Mag.NextDeadline <= end)
        {
            MoveTo(Mag.NextDeadline > Now ? Mag.NextDeadline : Now);
            Assert.True(Mag.Expire(Now, Wall, _outbox));
            Record();
        }

        MoveTo(end);
        Assert.False(Mag.Expire(Now, Wall, _outbox));
    }

    /// <summary>Lets time go by to the next timer and fires it.</summary>
    public void Fire()
    {
        Effects.Clear();
        MoveTo(Mag.NextDeadline);
        Assert.True(Mag.Expire(Now, Wall, _outbox));
        Record();
    }

    public void Receive(ReadOnlySpan<byte> octets, int lma = 0)
    {
        PeerConfiguration peer = Configuration.Lmas[lma];
        Receive(octets, new SignallingPath(SignallingForm.Ipv6, Configuration.Ipv6, peer.Ipv6, Configuration.Ipv6, peer.Ipv6, 0));
    }

    public void Receive(ReadOnlySpan<byte> octets, in SignallingPath path)
    {
        Effects.Clear();
        Mag.Receive(path, octets, Now, Wall, _outbox);
        Record();
    }

    /// <summary>Answers <paramref name="update"/>, or the last one sent, as a well-meaning LMA would, but for the changes.</summary>
    public void Answer(BindingStatus status = BindingStatus.Accepted, AnswerChange? change = null, byte[]? update = null, int lma = 0) =>
        Receive(AnswerTo(update ?? LastUpdate, status, change), lma);

    public static byte[] AnswerTo(byte[] update, BindingStatus status = BindingStatus.Accepted, AnswerChange? change = null)
    {
        ProxyBindingUpdate request = Read(update);
        ProxyBindingAcknowledgement answer = default;
        answer.Status = status;
        answer.Flags = BindingAcknowledgementFlags.Proxy;
        answer.Sequence = request.Sequence;
        answer.LifetimeUnits = request.LifetimeUnits;
        answer.HasIdentifier = true;
        answer.IdentifierSubtype = request.IdentifierSubtype;
        answer.Identifier = request.Identifier;
        answer.HasHandoffIndicator = true;
        answer.HandoffIndicator = request.HandoffIndicator;
        answer.HasAccessTechnologyType = true;
        answer.AccessTechnologyType = request.AccessTechnologyType;
        answer.HasLinkLayerIdentifier = request.HasLinkLayerIdentifier;
        answer.LinkLayerIdentifier = request.LinkLayerIdentifier;
        answer.HasTimestamp = request.HasTimestamp;
        answer.Timestamp = request.Timestamp;
        if (request.HomeNetworkPrefixes.Count > 0)
        {
            IpPrefixList prefixes = default;
            prefixes.TryAdd(Prefix);
            answer.HomeNetworkPrefixes = prefixes;
        }

        if (request.Ipv4HomeAddressRequestCount > 0)
        {
            answer.HasIpv4HomeAddressReply = true;
            answer.Ipv4HomeAddressReply = new Ipv4HomeAddressReply(Ipv4HomeAddressStatus.Success, 16, Address4);
            answer.HasIpv4DefaultRouter = true;
            answer.Ipv4DefaultRouter = IpAddress.Parse("10.45.0.1");
        }

        answer.HasPdnConnectionId = request.HasPdnConnectionId;
        answer.PdnConnectionId = request.PdnConnectionId;
        if (request.HasGreKey)
        {
            answer.HasGreKeyOption = true;
            answer.HasGreKey = true;
            answer.GreKey = UplinkKey;
        }

        change?.Invoke(ref answer);
        byte[] octets = new byte[answer.EncodedLength];
        Assert.Equal(WireStatus.Ok, answer.Emit(octets, out _));
        return octets;
    }

    public static ProxyBindingUpdate Read(byte[] octets)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(octets, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update));
        return update;
    }

    public void CheckLastUpdate(UpdateCheck check) => check(Read(LastUpdate));

    public BindingUpdateState StateOf(int slot) =>
        Mag.TryRead(slot, Now, out BindingUpdateListEntryView view) ? view.State : BindingUpdateState.Free;

    public GreKey DownlinkKeyOf(int slot) => Mag.TryRead(slot, Now, out BindingUpdateListEntryView view) ? view.DownlinkKey : default;

    public int SessionOf(int slot) => Mag.TryRead(slot, Now, out BindingUpdateListEntryView view) ? view.SessionIndex : -1;

    /// <summary>The kinds of the last effects, notices left out.</summary>
    public EffectKind[] Kinds() => Effects.Where(static e => e.Kind != EffectKind.Notice).Select(static e => e.Kind).ToArray();

    public Recorded Single(EffectKind kind) => Assert.Single(Effects, e => e.Kind == kind);

    private void MoveTo(Instant instant)
    {
        Wall = new WallClock(Wall.Timestamp + ((ulong)instant.Since(Now).Microseconds * WallClock.UnitsPerSecond / 1_000_000), KeepsClock);
        Now = instant;
    }

    private void Record()
    {
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            bool isSession = effect.Kind is EffectKind.InstallSession or EffectKind.RemoveSession;
            bool isConnection = effect.Kind is EffectKind.ConnectionUp or EffectKind.ConnectionDown or EffectKind.ConnectionRefused
                or EffectKind.ProbePresence;
            Effects.Add(new Recorded(
                effect.Kind,
                effect.Slot,
                effect.Code,
                isConnection ? effect.Detail : -1,
                _outbox.BytesOf(effect).ToArray(),
                effect.Kind == EffectKind.Transmit ? _outbox.PathOf(effect) : default,
                isSession ? _outbox.SessionOf(effect) : default));
            if (effect.Kind == EffectKind.Transmit && Effects[^1].Octets[2] == (byte)MobilityHeaderType.BindingUpdate)
            {
                LastUpdate = Effects[^1].Octets;
                LastPath = Effects[^1].Path;
                UpdatesSent++;
            }
        }

        _outbox.Clear();
        Mag.Verify();
    }
}
