using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>One anchor, its clock, and a way to talk to it: every exchange ends with the anchor verified.</summary>
public sealed class AnchorBench
{
    public const string Lma6 = "2001:db8:f::1";
    public const string Lma4 = "192.0.2.1";
    public const string Mag1 = "2001:db8:f::11";
    public const string Mag1Ipv4 = "192.0.2.11";
    public const string Mag2 = "2001:db8:f::12";
    public const string Mag2Ipv4 = "192.0.2.12";
    public const string Train = "2001:db8:e::5";
    private const long Epoch = 1_700_000_000_000_000;
    private readonly Outbox _outbox = new();
    private readonly byte[] _room = new byte[2048];

    public AnchorBench(Func<LmaConfiguration, LmaConfiguration>? change = null)
    {
        LmaConfiguration configuration = new()
        {
            Limits = new EngineLimits { Bindings = 64, Peers = 4 },
            Peers =
            [
                new PeerConfiguration { Name = "mag1", Ipv6 = IpAddress.Parse(Mag1), Ipv4 = IpAddress.Parse(Mag1Ipv4) },
                new PeerConfiguration { Name = "mag2", Ipv6 = IpAddress.Parse(Mag2), Ipv4 = IpAddress.Parse(Mag2Ipv4) },
                new PeerConfiguration { Name = "trains", Prefix = IpPrefix.Parse("2001:db8:e::/48") },
            ],
            AccessPoints =
            [
                new AccessPointConfiguration
                {
                    Name = "internet",
                    Ipv6Pool = IpPrefix.Parse("2001:db8:100::/48"),
                    Ipv4Pool = IpPrefix.Parse("10.45.0.0/16"),
                    Ipv4Router = IpAddress.Parse("10.45.0.1"),
                },
                new AccessPointConfiguration
                {
                    Name = "ims", Type = PdnType.Ipv6, Ipv6Pool = IpPrefix.Parse("2001:db8:200::/48"),
                },
                new AccessPointConfiguration
                {
                    Name = "meters", Type = PdnType.Ipv4, Ipv4Pool = IpPrefix.Parse("10.46.0.0/29"),
                },
            ],
            Subscribers =
            [
                new SubscriberConfiguration
                {
                    Identifier = "static@example.com",
                    AccessPoint = "internet",
                    Ipv6Prefix = IpPrefix.Parse("2001:db8:1ff:1::/64"),
                    Ipv4Address = IpAddress.Parse("10.45.0.3"),
                },
                new SubscriberConfiguration { Identifier = "barred@example.com", AccessPoint = "internet", IsEnabled = false },
                new SubscriberConfiguration { Identifier = "v4only@example.com", AccessPoint = "internet", Type = PdnType.Ipv4 },
            ],
        };
        Configuration = change is null ? configuration : change(configuration);
        Anchor = new LocalMobilityAnchor(Configuration, new EngineSecrets(1, 2, 3, 4, 5));
    }

    /// <summary>What the anchor runs with.</summary>
    public LmaConfiguration Configuration { get; private set; }

    public static AnchorBench Ietf() => new(c => c with { Mode = SpecificationMode.Ietf });

    public LocalMobilityAnchor Anchor { get; }

    public Instant Now { get; private set; } = new(1_000_000);

    public WallClock Wall => WallClock.FromUnixMicroseconds(Epoch + Now.Microseconds, true);

    public void Wait(double seconds) => Now = Now.Plus(new Duration((long)(seconds * 1_000_000)));

    public Answer Send(Registration registration) => Send(registration, Encode(registration));

    public Answer Send(Registration registration, ReadOnlySpan<byte> message)
    {
        Anchor.Receive(registration.Path, message, Now, Wall, _outbox);
        return Drain();
    }

    public List<Answer> ExpireAll()
    {
        List<Answer> answers = [];
        while (Anchor.Expire(Now, Wall, _outbox))
        {
            // A step may be about a timer only, which a refresh has made later.
            if (_outbox.Count > 0)
            {
                answers.Add(Drain());
            }
        }

        return answers;
    }

    /// <summary>Another configuration for the anchor, and what it was said to end.</summary>
    public AffectedBindings Reconfigure(Func<LmaConfiguration, LmaConfiguration> change, ReconfigurationStatus expected = ReconfigurationStatus.Ready)
    {
        LmaConfiguration next = change(Configuration);
        ReconfigurationStatus status = Anchor.Prepare(next, out PreparedAnchorConfiguration? prepared);
        AffectedBindings affected = default;
        if (prepared is not null)
        {
            affected = Anchor.CountAffected(prepared);
            Anchor.Verify();
            status = Anchor.Reconfigure(prepared, Now);
        }

        Assert.Equal(expected, status);
        Configuration = status == ReconfigurationStatus.Ready ? next : Configuration;
        Anchor.Verify();
        return affected;
    }

    public Answer Refuse(int session)
    {
        Anchor.SessionRefused(session, Now, Wall, _outbox);
        return Drain();
    }

    public Answer Remove(int slot)
    {
        Assert.True(Anchor.Remove(slot, Now, _outbox));
        return Drain();
    }

    public RevocationStart Revoke(int slot, RevocationTrigger trigger, RevokedPart part, out Answer answer)
    {
        RevocationStart start = Anchor.Revoke(slot, trigger, part, Now, Wall, _outbox);
        answer = Drain();
        return start;
    }

    public RevocationStart RevokeNode(string identifier, RevocationTrigger trigger, out Answer answer)
    {
        RevocationStart start = Anchor.RevokeNode(Encoding.UTF8.GetBytes(identifier), trigger, Now, Wall, _outbox);
        answer = Drain();
        return start;
    }

    public RevocationStart RevokePeer(int peer, out Answer answer)
    {
        RevocationStart start = Anchor.RevokePeer(peer, Now, Wall, _outbox);
        answer = Drain();
        return start;
    }

    public RevocationStart RevokeRealm(int peer, string realm, out Answer answer)
    {
        RevocationStart start = Anchor.RevokeRealm(peer, Encoding.UTF8.GetBytes(realm), Now, Wall, _outbox);
        answer = Drain();
        return start;
    }

    public KeyReservationStatus Reserve(GreKey key, string identifier, string accessPoint, byte? pdnConnectionId, out Answer answer)
    {
        KeyReservationStatus status = Anchor.ReserveKey(
            key,
            new KeyReservationRequest
            {
                Identifier = Encoding.UTF8.GetBytes(identifier),
                AccessPoint = Encoding.UTF8.GetBytes(accessPoint),
                PdnConnectionId = pdnConnectionId,
            },
            Now,
            _outbox);
        answer = Drain();
        return status;
    }

    public KeyReservationStatus Release(GreKey key, out Answer answer)
    {
        KeyReservationStatus status = Anchor.ReleaseReservation(key, Now, _outbox);
        answer = Drain();
        return status;
    }

    /// <summary>What else an indication says.</summary>
    public delegate void Wording(ref BindingRevocationIndication indication);

    /// <summary>A MAG revokes, with sequence number 77.</summary>
    public Answer Indicate(
        string from, RevocationFlags flags, RevocationTrigger trigger, string? identifier, string? careOf = null, Wording? also = null)
    {
        BindingRevocationIndication indication = default;
        indication.Flags = flags;
        indication.Trigger = trigger;
        indication.Sequence = 77;
        indication.Options.HasIdentifier = identifier is not null;
        indication.Options.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        indication.Options.Identifier = Encoding.UTF8.GetBytes(identifier ?? "");
        indication.Options.HasAlternateCareOfAddress = careOf is not null;
        indication.Options.AlternateCareOfAddress = IpAddress.Parse(careOf ?? "::");
        also?.Invoke(ref indication);
        Assert.Equal(WireStatus.Ok, indication.Emit(_room, out int written));
        return Receive(new Registration { From = from }.Path, _room.AsSpan(0, written));
    }

    /// <summary>Lets ten seconds pass in steps, so that all that is under way comes to its end.</summary>
    public List<Answer> Settle()
    {
        List<Answer> answers = [];
        for (int step = 0; step < 1000; step++)
        {
            answers.AddRange(ExpireAll());
            Wait(0.01);
        }

        return answers;
    }

    /// <summary>The MAG acknowledges a revocation, along the path on which it came.</summary>
    public Answer Acknowledge(SentRevocation sent, RevocationStatus status = RevocationStatus.Success)
    {
        BindingRevocationAcknowledgement answer = default;
        answer.Status = status;
        answer.Sequence = sent.Sequence;
        answer.Flags = sent.Flags;
        Assert.Equal(WireStatus.Ok, answer.Emit(_room, out int written));
        return Receive(sent.Path, _room.AsSpan(0, written));
    }

    /// <summary>The MAG does not know the message.</summary>
    public Answer AnswerWithError(SentRevocation sent)
    {
        BindingError error = default;
        error.Status = BindingErrorStatus.UnrecognizedMobilityHeaderType;
        Assert.Equal(WireStatus.Ok, error.Emit(_room, out int written));
        return Receive(sent.Path, _room.AsSpan(0, written));
    }

    public Answer Receive(in SignallingPath path, ReadOnlySpan<byte> message)
    {
        Anchor.Receive(path, message, Now, Wall, _outbox);
        return Drain();
    }

    /// <summary>Slot of the first binding of a node, or -1.</summary>
    public int SlotOf(string identifier)
    {
        for (int slot = 0; slot < Anchor.Capacity; slot++)
        {
            if (Anchor.TryRead(slot, Now, out BindingCacheEntryView view) && Encoding.UTF8.GetString(view.Identifier) == identifier)
            {
                return slot;
            }
        }

        return -1;
    }

    public byte[] Encode(Registration registration)
    {
        ProxyBindingUpdate update = default;
        update.Flags = registration.Flags;
        update.Sequence = registration.Sequence;
        update.LifetimeUnits = registration.Lifetime;
        update.HasIdentifier = registration.Identifier is not null;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        update.Identifier = Encoding.UTF8.GetBytes(registration.Identifier ?? "");
        update.HasServiceSelection = registration.AccessPoint is not null;
        update.ServiceSelection = Encoding.UTF8.GetBytes(registration.AccessPoint ?? "");
        update.AdditionalOptions = registration.AdditionalOptions;
        foreach (string prefix in registration.Prefixes)
        {
            Assert.True(update.HomeNetworkPrefixes.TryAdd(IpPrefix.Parse(prefix)));
        }

        if (registration.Ipv4 is not null)
        {
            update.Ipv4HomeAddressRequestCount = 1;
            update.Ipv4HomeAddressRequest = new Ipv4HomeAddress(IpAddress.Parse(registration.Ipv4), 0);
        }

        update.HasHandoffIndicator = registration.Handoff is not null;
        update.HandoffIndicator = registration.Handoff ?? default;
        update.HasAccessTechnologyType = registration.Technology is not null;
        update.AccessTechnologyType = registration.Technology ?? default;
        update.HasLinkLayerIdentifier = registration.LinkLayerIdentifier is not null;
        update.LinkLayerIdentifier = registration.LinkLayerIdentifier;
        update.HasLinkLocalAddress = registration.LinkLocal is not null;
        update.LinkLocalAddress = IpAddress.Parse(registration.LinkLocal ?? "::");
        update.HasAlternateCareOfAddress = registration.AlternateCareOf is not null;
        update.AlternateCareOfAddress = IpAddress.Parse(registration.AlternateCareOf ?? "::");
        update.HasTimestamp = registration.TimestampOffset is not null;
        update.Timestamp = unchecked(Wall.Timestamp + (ulong)((registration.TimestampOffset ?? 0) * 65536L / 1000));
        update.HasGreKeyOption = registration.Key is not null || registration.KeyOptionIsEmpty;
        update.HasGreKey = registration.Key is not null;
        update.GreKey = new GreKey(registration.Key ?? 0);
        update.HasPdnConnectionId = registration.PdnConnectionId is not null;
        update.PdnConnectionId = registration.PdnConnectionId ?? 0;
        if (registration.Ipv4Requests > 1)
        {
            update.AdditionalOptions = [36, 6, 0, 0, 0, 0, 0, 0];
        }

        Assert.Equal(WireStatus.Ok, update.Emit(_room, out int written));
        return _room[..written];
    }

    private Answer Drain()
    {
        Answer answer = new();
        TunnelSession? installed = null;
        TunnelSession? removed = null;
        List<EngineNotice> notices = [];
        List<EffectKind> kinds = [];
        List<SentRevocation> revocations = [];
        foreach (Effect effect in _outbox.Effects)
        {
            kinds.Add(effect.Kind);
            switch (effect.Kind)
            {
                case EffectKind.Transmit when IsRevocation(_outbox.BytesOf(effect)):
                    revocations.Add(DecodeRevocation(_outbox.BytesOf(effect)) with { Path = _outbox.PathOf(effect) });
                    break;
                case EffectKind.Transmit:
                    Assert.True(answer.IsSilent);
                    answer = Decode(_outbox.BytesOf(effect)) with { Path = _outbox.PathOf(effect) };
                    break;
                case EffectKind.InstallSession:
                    installed = _outbox.SessionOf(effect);
                    break;
                case EffectKind.RemoveSession:
                    removed = _outbox.SessionOf(effect);
                    break;
                default:
                    notices.Add((EngineNotice)effect.Code);
                    break;
            }
        }

        _outbox.Clear();
        Anchor.Verify();
        return answer with { Installed = installed, Removed = removed, Notices = notices, Kinds = kinds, Revocations = revocations };
    }

    private static bool IsRevocation(ReadOnlySpan<byte> message) => message[2] == (byte)MobilityHeaderType.BindingRevocation;

    private static SentRevocation DecodeRevocation(ReadOnlySpan<byte> message)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, BindingRevocation.TryReadType(header, out BindingRevocationType type));
        if (type == BindingRevocationType.Acknowledgement)
        {
            Assert.Equal(WireStatus.Ok, BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement answer));
            return new SentRevocation
            {
                Type = type,
                Status = answer.Status,
                Sequence = answer.Sequence,
                Flags = answer.Flags,
                Octets = message.ToArray(),
            };
        }

        Assert.Equal(WireStatus.Ok, BindingRevocationIndication.TryRead(header, out BindingRevocationIndication read));
        List<string> prefixes = [];
        for (int i = 0; i < read.HomeNetworkPrefixes.Count; i++)
        {
            prefixes.Add(read.HomeNetworkPrefixes[i].ToString());
        }

        return new SentRevocation
        {
            Type = type,
            Trigger = read.Trigger,
            Sequence = read.Sequence,
            Flags = read.Flags,
            Identifier = read.Options.HasIdentifier ? Encoding.UTF8.GetString(read.Options.Identifier) : null,
            Prefixes = prefixes,
            Ipv4 = read.Options.Ipv4HomeAddressRequestCount > 0 ? read.Options.Ipv4HomeAddressRequest.Address.ToString() : null,
            AlternateCareOf = read.Options.HasAlternateCareOfAddress ? read.Options.AlternateCareOfAddress.ToString() : null,
            Service = read.Options.HasServiceSelection ? read.Options.ServiceSelection.ToArray() : null,
            PdnConnectionId = read.Options.ThreeGpp.HasPdnConnectionId ? read.Options.ThreeGpp.PdnConnectionId : null,
            Octets = message.ToArray(),
        };
    }

    private static Answer Decode(ReadOnlySpan<byte> message)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        if (header.Type != MobilityHeaderType.BindingAcknowledgement)
        {
            return new Answer { IsSilent = false, Type = header.Type, Status = (BindingStatus)message[6], Octets = message.ToArray() };
        }

        Assert.Equal(WireStatus.Ok, ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement read));
        Assert.Equal(BindingAcknowledgementFlags.Proxy, read.Flags & ~BindingAcknowledgementFlags.TlvHeader);
        Assert.True(read.HasIdentifier && read.HasHandoffIndicator && read.HasAccessTechnologyType);
        List<string> prefixes = [];
        for (int i = 0; i < read.HomeNetworkPrefixes.Count; i++)
        {
            prefixes.Add(read.HomeNetworkPrefixes[i].ToString());
        }

        return new Answer
        {
            IsSilent = false,
            Type = header.Type,
            Status = read.Status,
            Flags = read.Flags,
            NatForceUdp = read.HasNatDetection ? read.NatForceUdp : null,
            Sequence = read.Sequence,
            Lifetime = read.LifetimeUnits,
            Identifier = Encoding.UTF8.GetString(read.Identifier),
            Prefixes = prefixes,
            Ipv4 = read.HasIpv4HomeAddressReply ? read.Ipv4HomeAddressReply.Address.ToString() : null,
            Ipv4Status = read.Ipv4HomeAddressReply.Status,
            Ipv4PrefixLength = read.Ipv4HomeAddressReply.PrefixLength,
            Router = read.HasIpv4DefaultRouter ? read.Ipv4DefaultRouter.ToString() : null,
            Handoff = read.HandoffIndicator,
            Technology = read.AccessTechnologyType,
            LinkLayerIdentifier = read.HasLinkLayerIdentifier ? read.LinkLayerIdentifier.ToArray() : null,
            LinkLocal = read.HasLinkLocalAddress ? read.LinkLocalAddress.ToString() : null,
            Timestamp = read.HasTimestamp ? read.Timestamp : null,
            Key = read.HasGreKey ? read.GreKey : null,
            PdnConnectionId = read.HasPdnConnectionId ? read.PdnConnectionId : null,
            ErrorCode = read.HasPmipErrorCode ? (byte)read.PmipErrorCode : null,
            ChargingId = read.OptionSet.ThreeGpp.HasChargingId ? read.OptionSet.ThreeGpp.ChargingId : null,
            PdnType = read.OptionSet.ThreeGpp.HasPdnTypeIndication
                ? ((PdnType)read.OptionSet.ThreeGpp.PdnType, read.OptionSet.ThreeGpp.PdnTypeCause) : null,
            DhcpAllocation = read.OptionSet.ThreeGpp.HasDhcpv4AllocationIndication ? read.OptionSet.ThreeGpp.Dhcpv4AllocationIndication : null,
            BackOffSeconds = read.OptionSet.ThreeGpp.HasBackOffTime && read.OptionSet.ThreeGpp.BackOffTime.TryGetSeconds(out uint seconds)
                ? seconds : null,
            Pco = read.OptionSet.ThreeGpp.ProtocolConfigurationOptions.ToArray(),
            AdditionalPco = read.OptionSet.ThreeGpp.AdditionalProtocolConfigurationOptions.ToArray(),
        };
    }
}
