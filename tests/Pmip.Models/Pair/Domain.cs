using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Models.Pair;

/// <summary>What a <see cref="Domain"/> is made of.</summary>
public sealed record DomainOptions
{
    public int Mags { get; init; } = 2;

    public int Lmas { get; init; } = 1;

    public ulong Seed { get; init; } = 1;

    public SignallingForm Form { get; init; } = SignallingForm.Ipv6;

    public Func<MagConfiguration, MagConfiguration> Mag { get; init; } = static c => c;

    public Func<LmaConfiguration, LmaConfiguration> Lma { get; init; } = static c => c;
}

/// <summary>
/// A Proxy Mobile IPv6 domain in one process on virtual time: MAGs and LMAs joined by a <see cref="Link"/>. Each step is one mutation of one engine; all
/// effects of all steps make up the digest, so a run can be compared with another.
/// </summary>
public sealed class Domain
{
    public const string Internet = "internet";
    public const string Ims = "ims";
    private const long WallOrigin = 1_790_000_000_000_000;
    private readonly Outbox _outbox = new();
    private readonly IpAddress[] _ipv6;
    private readonly IpAddress[] _ipv4;

    public Domain(DomainOptions options)
    {
        Options = options;
        int nodes = options.Lmas + options.Mags;
        _ipv6 = new IpAddress[nodes];
        _ipv4 = new IpAddress[nodes];
        for (int node = 0; node < nodes; node++)
        {
            int host = node < options.Lmas ? 1 + node : 11 + node - options.Lmas;
            _ipv6[node] = IpAddress.Parse($"2001:db8:f::{host}");
            _ipv4[node] = IpAddress.Parse($"192.0.2.{host}");
        }

        Link = new Link(options.Seed);
        Prng prng = new(options.Seed);
        Lmas = new LocalMobilityAnchor[options.Lmas];
        LmaPaths = new DataPathModel[options.Lmas];
        for (int i = 0; i < Lmas.Length; i++)
        {
            LmaConfiguration configuration = options.Lma(DefaultLma());
            Lmas[i] = new LocalMobilityAnchor(configuration, Secrets(prng));
            LmaPaths[i] = new DataPathModel(SessionKeys.IndexCapacityFor(configuration.Limits));
        }

        Mags = new MobileAccessGateway[options.Mags];
        MagPaths = new DataPathModel[options.Mags];
        Ups = new int[options.Mags];
        Downs = new List<ConnectionEnd>[options.Mags];
        Refusals = new List<BindingStatus>[options.Mags];
        for (int i = 0; i < Mags.Length; i++)
        {
            MagConfiguration configuration = options.Mag(DefaultMag(i));
            Mags[i] = new MobileAccessGateway(configuration, Secrets(prng));
            MagPaths[i] = new DataPathModel(SessionKeys.IndexCapacityFor(configuration.Limits));
            Downs[i] = new List<ConnectionEnd>(1 << 10);
            Refusals[i] = new List<BindingStatus>(1 << 10);
        }
    }

    public DomainOptions Options { get; }

    public Link Link { get; }

    public LocalMobilityAnchor[] Lmas { get; }

    public LocalMobilityAnchor Lma => Lmas[0];

    public MobileAccessGateway[] Mags { get; }

    public DataPathModel[] LmaPaths { get; }

    public DataPathModel[] MagPaths { get; }

    /// <summary>ConnectionUp effects by MAG.</summary>
    public int[] Ups { get; }

    /// <summary>ConnectionDown effects by MAG; not kept when <see cref="KeepsEnds"/> is false.</summary>
    public List<ConnectionEnd>[] Downs { get; }

    /// <summary>ConnectionRefused effects by MAG; not kept when <see cref="KeepsEnds"/> is false.</summary>
    public List<BindingStatus>[] Refusals { get; }

    public bool KeepsEnds { get; set; } = true;

    /// <summary>Counts every effect of every engine with its octets.</summary>
    public ulong Digest { get; private set; } = 0xCBF2_9CE4_8422_2325;

    public Instant Now { get; private set; } = new(1_000_000);

    /// <summary>What the clocks of all nodes are wrong by, for one MAG.</summary>
    public long ClockErrorMicroseconds { get; set; }

    public int MagWithClockError { get; set; } = -1;

    public IpAddress AddressOf(int node, bool isIPv4) => isIPv4 ? _ipv4[node] : _ipv6[node];

    public WallClock WallOf(int node)
    {
        long error = node == MagWithClockError + Options.Lmas && MagWithClockError >= 0 ? ClockErrorMicroseconds : 0;
        return WallClock.FromUnixMicroseconds(WallOrigin + Now.Microseconds + error, true);
    }

    public AttachStatus TryAttach(int mag, string identifier, out int slot, PdnType type = PdnType.Ipv4v6, string accessPoint = Internet,
        byte pdnConnectionId = 0, HandoffIndicator indicator = HandoffIndicator.Unknown, ulong mac = 0, int lma = 0, int accessNode = 0)
    {
        AttachRequest request = new()
        {
            Identifier = Encoding.UTF8.GetBytes(identifier),
            AccessPoint = accessPoint == Internet ? 0 : 1,
            Lma = lma,
            Type = type,
            PdnConnectionId = pdnConnectionId,
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = indicator,
            LinkLayerAddress = new MacAddress(mac),
            AccessNode = accessNode,
        };
        return TryAttach(mag, request, out slot);
    }

    public AttachStatus TryAttach(int mag, in AttachRequest request, out int slot)
    {
        AttachStatus status = Mags[mag].Attach(request, Now, WallOf(Options.Lmas + mag), _outbox, out slot);
        Drain(Options.Lmas + mag);
        return status;
    }

    public int Attach(int mag, string identifier, PdnType type = PdnType.Ipv4v6, string accessPoint = Internet,
        byte pdnConnectionId = 0, HandoffIndicator indicator = HandoffIndicator.Unknown, ulong mac = 0, int lma = 0, int accessNode = 0)
    {
        AttachStatus status = TryAttach(mag, identifier, out int slot, type, accessPoint, pdnConnectionId, indicator, mac, lma, accessNode);
        Claim(status == AttachStatus.Pending, "the attachment begins");
        return slot;
    }

    public bool Detach(int mag, int slot, ConnectionEnd why = ConnectionEnd.NodeLeft)
    {
        bool isEnding = Mags[mag].Detach(slot, why, Now, WallOf(Options.Lmas + mag), _outbox);
        Drain(Options.Lmas + mag);
        return isEnding;
    }

    public bool Reaffirm(int mag, int slot)
    {
        bool isUp = Mags[mag].Reaffirm(slot, Now, WallOf(Options.Lmas + mag), _outbox);
        Drain(Options.Lmas + mag);
        return isUp;
    }

    public TypeChangeStatus ChangeType(int mag, int slot, PdnType type)
    {
        TypeChangeStatus status = Mags[mag].ChangeType(slot, type, Now, WallOf(Options.Lmas + mag), _outbox);
        Drain(Options.Lmas + mag);
        return status;
    }

    public bool NotePresence(int mag, int slot, bool isPresent)
    {
        bool wasAsked = Mags[mag].NotePresence(slot, isPresent, Now, WallOf(Options.Lmas + mag), _outbox);
        Drain(Options.Lmas + mag);
        return wasAsked;
    }

    public GlobalRevocationStart RevokeRealmAtMag(int mag, ReadOnlySpan<byte> realm, int lma = 0)
    {
        GlobalRevocationStart start = Mags[mag].RevokeRealm(lma, realm, Now, _outbox);
        Drain(Options.Lmas + mag);
        return start;
    }

    public RevocationStart RevokeAtLma(int lma, int slot, RevocationTrigger trigger, RevokedPart part = RevokedPart.Whole)
    {
        RevocationStart start = Lmas[lma].Revoke(slot, trigger, part, Now, WallOf(lma), _outbox);
        Drain(lma);
        return start;
    }

    public RevocationStart RevokePeerAtLma(int lma, int peer)
    {
        RevocationStart start = Lmas[lma].RevokePeer(peer, Now, WallOf(lma), _outbox);
        Drain(lma);
        return start;
    }

    public void RefuseSessionAtMag(int mag, int index)
    {
        Mags[mag].SessionRefused(index, Now, WallOf(Options.Lmas + mag), _outbox);
        Drain(Options.Lmas + mag);
    }

    public void RefuseSessionAtLma(int lma, int index)
    {
        Lmas[lma].SessionRefused(index, Now, WallOf(lma), _outbox);
        Drain(lma);
    }

    /// <summary>Gives a node octets as if they came from another.</summary>
    public void Inject(int from, int to, SignallingForm form, ReadOnlySpan<byte> octets)
    {
        bool isIPv4 = form != SignallingForm.Ipv6;
        Deliver(to, new SignallingPath(form, AddressOf(to, isIPv4), AddressOf(from, isIPv4), AddressOf(to, isIPv4), AddressOf(from, isIPv4),
            form is SignallingForm.UdpBare or SignallingForm.UdpMapped ? SignallingPath.ControlPort : (ushort)0), octets);
    }

    /// <summary>Goes on to the next thing that happens before <paramref name="end"/>, and lets it happen; false when there is none.</summary>
    public bool Step(Instant end)
    {
        Instant next = Link.NextArrival;
        int who = -1;
        for (int node = 0; node < _ipv6.Length; node++)
        {
            Instant deadline = node < Lmas.Length ? Lmas[node].NextDeadline : Mags[node - Lmas.Length].NextDeadline;
            if (deadline < next)
            {
                next = deadline;
                who = node;
            }
        }

        if (next > end || next == Instant.Never)
        {
            return false;
        }

        Now = next > Now ? next : Now;
        if (who < 0)
        {
            Link.TryReceive(Now, out int to, out SignallingPath path, out ReadOnlySpan<byte> octets);
            Deliver(to, path, octets);
        }
        else if (who < Lmas.Length)
        {
            Claim(Lmas[who].Expire(Now, WallOf(who), _outbox), "a timer of the LMA is due");
            Drain(who);
        }
        else
        {
            Claim(Mags[who - Lmas.Length].Expire(Now, WallOf(who), _outbox), "a timer of the MAG is due");
            Drain(who);
        }

        return true;
    }

    /// <summary>Runs until nothing is in flight any more.</summary>
    public void Drive()
    {
        for (int steps = 0; Link.InFlight > 0; steps++)
        {
            Claim(steps < 100_000, "the nodes do not come to rest");
            Step(Instant.Never);
        }
    }

    /// <summary>Runs for a length of virtual time.</summary>
    public void DriveBounded(Duration length)
    {
        Instant end = Now.Plus(length);
        for (int steps = 0; Step(end); steps++)
        {
            Claim(steps < 1_000_000, "the nodes do not come to rest");
        }

        Now = end;
    }

    /// <summary>Lets time go by in which nothing happens.</summary>
    public void MoveTo(Instant instant) => Now = instant > Now ? instant : Now;

    public void DriveSeconds(long seconds) => DriveBounded(Duration.FromSeconds(seconds));

    public void Verify()
    {
        foreach (LocalMobilityAnchor lma in Lmas)
        {
            lma.Verify();
        }

        foreach (MobileAccessGateway mag in Mags)
        {
            mag.Verify();
        }
    }

    private void Deliver(int to, in SignallingPath path, ReadOnlySpan<byte> octets)
    {
        if (to < Lmas.Length)
        {
            Lmas[to].Receive(path, octets, Now, WallOf(to), _outbox);
        }
        else
        {
            Mags[to - Lmas.Length].Receive(path, octets, Now, WallOf(to), _outbox);
        }

        Drain(to);
    }

    private void Drain(int node)
    {
        Mix((ulong)node);
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            Mix(((ulong)effect.Kind << 56) | ((ulong)effect.Code << 48) | unchecked((uint)effect.Slot));
            Mix(_outbox.BytesOf(effect));
            switch (effect.Kind)
            {
                case EffectKind.Transmit:
                    Transmit(_outbox.PathOf(effect), _outbox.BytesOf(effect));
                    break;
                case EffectKind.InstallSession or EffectKind.RemoveSession:
                    Apply(node, effect.Kind, _outbox.SessionOf(effect));
                    break;
                case EffectKind.ConnectionUp:
                    Ups[node - Lmas.Length]++;
                    break;
                case EffectKind.ConnectionDown when KeepsEnds:
                    Downs[node - Lmas.Length].Add((ConnectionEnd)effect.Code);
                    break;
                case EffectKind.ConnectionRefused when KeepsEnds:
                    Refusals[node - Lmas.Length].Add((BindingStatus)effect.Code);
                    break;
                default:
                    break;
            }
        }

        _outbox.Clear();
    }

    private void Transmit(in SignallingPath path, ReadOnlySpan<byte> octets)
    {
        SignallingPath mirrored = new(path.Form, path.Remote, path.Local, path.OuterRemote, path.OuterLocal, path.RemotePort);
        int to = Array.IndexOf(path.IsIPv4Transport ? _ipv4 : _ipv6, path.OuterRemote);
        if (to >= 0)
        {
            Link.Send(to, mirrored, octets, Now);
        }
    }

    private void Apply(int node, EffectKind kind, in TunnelSession session)
    {
        Mix(((ulong)session.SendKey.Value << 32) | session.ReceiveKey.Value);
        Mix(((ulong)(uint)session.Index << 32) | session.Generation);
        (node < Lmas.Length ? LmaPaths[node] : MagPaths[node - Lmas.Length]).Apply(kind, session);
    }

    // Not the test framework's: the bench runs the same domain as a native program.
    private static void Claim(bool holds, string claim)
    {
        if (!holds)
        {
            throw new InvalidOperationException("the domain expects that " + claim);
        }
    }

    private void Mix(ulong value) => Digest = unchecked((Digest ^ value) * 0x0000_0100_0000_01B3UL) ^ (Digest >> 29);

    private void Mix(ReadOnlySpan<byte> octets)
    {
        foreach (byte octet in octets)
        {
            Digest = unchecked((Digest ^ octet) * 0x0000_0100_0000_01B3UL);
        }
    }

    private static EngineSecrets Secrets(Prng prng) => new(prng.Next(), prng.Next(), prng.Next(), prng.Next(), prng.Next());

    private LmaConfiguration DefaultLma()
    {
        List<PeerConfiguration> peers = [];
        for (int mag = 0; mag < Options.Mags; mag++)
        {
            peers.Add(new PeerConfiguration { Name = $"mag{mag}", Ipv6 = _ipv6[Options.Lmas + mag], Ipv4 = _ipv4[Options.Lmas + mag] });
        }

        return new LmaConfiguration
        {
            Limits = new EngineLimits { Bindings = 64 },
            Peers = peers,
            AccessPoints =
            [
                new AccessPointConfiguration
                {
                    Name = Internet,
                    Ipv6Pool = IpPrefix.Parse("2001:db8:100::/48"),
                    Ipv4Pool = IpPrefix.Parse("10.45.0.0/16"),
                    Ipv4Router = IpAddress.Parse("10.45.0.1"),
                },
                new AccessPointConfiguration
                {
                    Name = Ims,
                    Ipv6Pool = IpPrefix.Parse("2001:db8:200::/48"),
                    Ipv4Pool = IpPrefix.Parse("10.46.0.0/16"),
                    Ipv4Router = IpAddress.Parse("10.46.0.1"),
                },
            ],
        };
    }

    private MagConfiguration DefaultMag(int mag)
    {
        List<PeerConfiguration> lmas = [];
        for (int lma = 0; lma < Options.Lmas; lma++)
        {
            lmas.Add(new PeerConfiguration { Name = $"lma{lma}", Ipv6 = _ipv6[lma], Ipv4 = _ipv4[lma], Form = Options.Form });
        }

        return new MagConfiguration
        {
            Limits = new EngineLimits { Bindings = 64 },
            Lmas = lmas,
            Ipv6 = _ipv6[Options.Lmas + mag],
            Ipv4 = _ipv4[Options.Lmas + mag],
            AccessPoints = [Internet, Ims],
        };
    }
}
