using System;
using System.Buffers.Binary;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>
/// Everything that can happen to an anchor, chosen by a number: registrations, revocations from either side and their answers,
/// reservations, heartbeats, sessions that are refused, removals, time. Allocates nothing after it was made.
/// </summary>
internal sealed class AnchorEvents
{
    private const int Messages = 128;
    private static readonly RevocationTrigger[] s_triggers =
    [
        RevocationTrigger.Unspecified, RevocationTrigger.Administrative, RevocationTrigger.UserTermination, RevocationTrigger.PossiblyOutOfSync,
        RevocationTrigger.HandoverUnknown, RevocationTrigger.PerPeerPolicy, RevocationTrigger.RevokingNodePolicy,
    ];

    private static readonly RevocationStatus[] s_statuses =
    [
        RevocationStatus.Success, RevocationStatus.PartialSuccess, RevocationStatus.BindingDoesNotExist, RevocationStatus.MobileNodeAttached,
    ];

    private readonly LocalMobilityAnchor _anchor;
    private readonly byte[][] _messages = new byte[Messages][];
    private readonly SignallingPath[] _paths = new SignallingPath[Messages];
    private readonly byte[][] _identifiers = new byte[6][];
    private readonly byte[][] _realms = [Encoding.UTF8.GetBytes("a.example"), Encoding.UTF8.GetBytes("b.example")];
    private readonly byte[] _accessPoint = Encoding.UTF8.GetBytes("internet");
    private readonly byte[] _room = new byte[2048];
    private readonly Outbox _outbox = new();
    private readonly WallClock _wall;
    private Instant _now;
    private ushort _sequence;
    private int _session;
    private bool _hasRevocation;
    private ushort _revocation;
    private SignallingPath _revocationPath;

    public AnchorEvents(AnchorBench bench)
    {
        _anchor = bench.Anchor;
        _now = bench.Now;
        _wall = bench.Wall;
        for (int i = 0; i < _identifiers.Length; i++)
        {
            _identifiers[i] = Encoding.UTF8.GetBytes(IdentifierOf(i));
        }

        Prng random = new(5846);
        for (int i = 0; i < Messages; i++)
        {
            Registration registration = Any(random);
            _messages[i] = bench.Encode(registration);
            _paths[i] = registration.Path;
        }
    }

    /// <summary>Everything that the anchor has asked for since the start, in one number.</summary>
    public ulong Digest { get; private set; } = 14_695_981_039_346_656_037;

    /// <summary>Called at the end of every step.</summary>
    public Action? AfterStep { get; init; }

    /// <summary>The present moment.</summary>
    public Instant Now => _now;

    /// <summary>Lets one thing happen; the low four bits say what.</summary>
    public void Happen(uint random)
    {
        int argument = (int)((random >> 4) & 0xFF_FFFF);
        switch (random & 15)
        {
            case < 6:
                BinaryPrimitives.WriteUInt16BigEndian(_messages[argument % Messages].AsSpan(6), NextSequence());
                _anchor.Receive(_paths[argument % Messages], _messages[argument % Messages], _now, _wall, _outbox);
                break;
            case 6:
                RevokedPart part = (argument & 1) == 0 ? RevokedPart.Whole : RevokedPart.Ipv4;
                _anchor.Revoke((argument >> 1) % _anchor.Capacity, s_triggers[(argument >> 8) % s_triggers.Length], part, _now, _wall, _outbox);
                break;
            case 7:
                _anchor.RevokeNode(
                    _identifiers[argument % _identifiers.Length], s_triggers[(argument >> 8) % s_triggers.Length], _now, _wall, _outbox);
                break;
            case 8 when (argument & 1) == 0:
                _anchor.RevokePeer((argument >> 1) % _anchor.Peers.Capacity, _now, _wall, _outbox);
                break;
            case 8:
                _anchor.RevokeRealm((argument >> 1) % _anchor.Peers.Capacity, _realms[(argument >> 8) % 2], _now, _wall, _outbox);
                break;
            case 9:
                Reserve(argument);
                break;
            case 10:
                Indicate(argument);
                break;
            case 11 or 12:
                Acknowledge(argument);
                break;
            case 13:
                Beat(argument);
                break;
            case 14 when (argument & 1) == 0:
                _anchor.SessionRefused(_session, _now, _wall, _outbox);
                break;
            case 14:
                _anchor.Remove((argument >> 1) % _anchor.Capacity, _now, _outbox);
                break;
            default:
                Pass(Duration.FromMilliseconds(1 << (argument % 15)));
                break;
        }

        Drain();
    }

    /// <summary>Lets time pass, and all that becomes due happen.</summary>
    public void Pass(Duration time)
    {
        Instant end = _now.Plus(time);
        for (int steps = 0; _anchor.NextDeadline <= end; steps++)
        {
            Assert.True(steps < 100_000);
            _now = _anchor.NextDeadline > _now ? _anchor.NextDeadline : _now;
            if (_anchor.Expire(_now, _wall, _outbox))
            {
                Drain();
            }
        }

        _now = end;
    }

    private static string IdentifierOf(int number) => $"mn{number}@{((number & 1) == 0 ? "a" : "b")}.example";

    private static Registration Any(Prng random) => new()
    {
        From = random.Below(4) switch { 0 => AnchorBench.Mag2Ipv4, 1 => AnchorBench.Train, 2 => AnchorBench.Mag2, _ => AnchorBench.Mag1 },
        Identifier = IdentifierOf(random.Below(6)),
        AccessPoint = random.Below(4) == 0 ? "ims" : "internet",
        Prefixes = random.Below(4) switch { 0 => [], 1 => [$"2001:db8:100:{random.Below(4):x}::/64"], _ => ["::/0"] },
        Ipv4 = random.Below(4) switch { 0 => "0.0.0.0", 1 => $"10.45.0.{2 + random.Below(4)}", _ => null },
        Handoff = (HandoffIndicator)random.Below(6),
        Lifetime = random.Below(5) == 0 ? (ushort)0 : (ushort)(1 + random.Below(20)),
        PdnConnectionId = random.Below(4) == 0 ? (byte)random.Below(3) : null,
        Key = 1 + (uint)random.Below(8),
        AdditionalOptions = random.Below(3) == 0 ? [19, 10, 0, 0, 0x28, 0xAF, (byte)(1 + random.Below(30)), 0, 0x80, 0, 3, 0] : [],
    };

    private ushort NextSequence()
    {
        _sequence = unchecked((ushort)(_sequence + 1));
        return _sequence;
    }

    private void Reserve(int argument)
    {
        GreKey key = new(0x7000_0000u + (uint)(argument & 15));
        if ((argument & 16) != 0)
        {
            _anchor.ReleaseReservation(key, _now, _outbox);
            return;
        }

        KeyReservationRequest request = new()
        {
            Identifier = _identifiers[(argument >> 5) % _identifiers.Length],
            AccessPoint = _accessPoint,
            PdnConnectionId = (argument & 0x1000) == 0 ? null : (byte)((argument >> 13) % 3),
        };
        _anchor.ReserveKey(key, request, _now, _outbox);
    }

    private void Indicate(int argument)
    {
        scoped BindingRevocationIndication indication = default;
        indication.Flags = RevocationFlags.Proxy | ((argument & 3) != 0 ? RevocationFlags.Global : 0);
        indication.Trigger = s_triggers[(argument >> 2) % s_triggers.Length];
        indication.Sequence = unchecked((ushort)(argument >> 8));
        Span<byte> identifier = stackalloc byte[10];
        identifier[0] = (byte)'@';
        _realms[(argument >> 6) % 2].CopyTo(identifier[1..]);
        indication.Options.HasIdentifier = true;
        indication.Options.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        indication.Options.Identifier = identifier;
        bool isWritten = indication.Emit(_room, out int written) == WireStatus.Ok;
        _anchor.Receive(_paths[(argument >> 7) % Messages], _room.AsSpan(0, isWritten ? written : 0), _now, _wall, _outbox);
    }

    private void Acknowledge(int argument)
    {
        if (!_hasRevocation)
        {
            return;
        }

        WireStatus status;
        int written;
        if ((argument & 31) == 0)
        {
            BindingError error = default;
            error.Status = BindingErrorStatus.UnrecognizedMobilityHeaderType;
            status = error.Emit(_room, out written);
        }
        else
        {
            BindingRevocationAcknowledgement answer = default;
            answer.Status = s_statuses[(argument >> 5) % s_statuses.Length];
            answer.Sequence = unchecked((ushort)(_revocation - ((argument >> 8) % 3)));
            answer.Flags = RevocationFlags.Proxy;
            status = answer.Emit(_room, out written);
        }

        Assert.True(status == WireStatus.Ok);
        _anchor.Receive(_revocationPath, _room.AsSpan(0, written), _now, _wall, _outbox);
    }

    private void Beat(int argument)
    {
        Heartbeat heartbeat = default;
        heartbeat.Flags = (argument & 3) switch { 0 => 0, 1 => HeartbeatFlags.Response, _ => HeartbeatFlags.Response | HeartbeatFlags.Unsolicited };
        heartbeat.Sequence = (uint)argument;
        heartbeat.HasRestartCounter = (argument & 4) != 0;
        heartbeat.RestartCounter = (uint)((argument >> 3) & 3);
        Assert.True(heartbeat.Emit(_room, out int written) == WireStatus.Ok);
        _anchor.Receive(_paths[(argument >> 5) % Messages], _room.AsSpan(0, written), _now, _wall, _outbox);
    }

    private void Note(ulong value) => Digest = unchecked((Digest ^ value) * 1_099_511_628_211);

    private void Drain()
    {
        AfterStep?.Invoke();
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            Note(((ulong)effect.Kind << 40) | ((ulong)effect.Code << 32) | unchecked((uint)effect.Slot));
            foreach (byte octet in _outbox.BytesOf(effect))
            {
                Note(octet);
            }

            if (effect.Kind == EffectKind.InstallSession)
            {
                _session = _outbox.SessionOf(effect).Index;
            }
            else if (effect.Kind == EffectKind.Transmit
                && MobilityHeader.TryRead(_outbox.BytesOf(effect), out MobilityHeader header) == WireStatus.Ok
                && header.Type == MobilityHeaderType.BindingRevocation
                && BindingRevocation.TryReadType(header, out BindingRevocationType type) == WireStatus.Ok
                && type == BindingRevocationType.Indication
                && BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) == WireStatus.Ok)
            {
                _hasRevocation = true;
                _revocation = indication.Sequence;
                _revocationPath = _outbox.PathOf(effect);
            }
        }

        _outbox.Clear();
    }
}
