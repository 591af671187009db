using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
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
        Anchor = new LocalMobilityAnchor(change is null ? configuration : change(configuration), new EngineSecrets(1, 2, 3, 4, 5));
    }

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
            answers.Add(Drain());
        }

        return answers;
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
        foreach (Effect effect in _outbox.Effects)
        {
            kinds.Add(effect.Kind);
            switch (effect.Kind)
            {
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
        return answer with { Installed = installed, Removed = removed, Notices = notices, Kinds = kinds };
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
            ErrorCode = read.HasPmipErrorCode ? read.PmipErrorCode : null,
        };
    }
}
