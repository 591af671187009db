using System;
using System.Text;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Models.Pair;

/// <summary>
/// A seeded mix of everything that can happen to a domain: attachments, moves, detachments, refusals, long silence, octets
/// of no sense. More nodes than bindings, so that tables are full and pools run out; allocates nothing after it was made.
/// </summary>
public sealed class Churn
{
    private const int Nodes = 96;
    private readonly Prng _prng;
    private readonly byte[][] _identifiers = new byte[Nodes][];
    private readonly byte[] _tooLong = new byte[200];
    private readonly byte[] _garbage = new byte[256];
    private readonly byte[] _valid;

    public Churn(ulong seed)
    {
        _prng = new Prng(seed);
        Domain = new Domain(new DomainOptions
        {
            Seed = seed,
            Mag = static c => c with { Limits = c.Limits with { Bindings = 40 }, Lifetime = Duration.FromSeconds(40), Quarantine = Duration.FromSeconds(2) },
            Lma = static c => c with
            {
                Limits = c.Limits with { Bindings = 48 },
                Quarantine = Duration.FromSeconds(2),
                MinDelayBeforeBceDelete = Duration.FromSeconds(1),
                AccessPoints = [c.AccessPoints[0] with { Ipv4Pool = IpPrefix.Parse("10.45.0.0/27") }, c.AccessPoints[1]],
            },
        })
        {
            KeepsEnds = false,
        };
        Domain.Link.DuplicationPercent = 2;
        Domain.Link.LossPercent = 5;
        Domain.Link.CorruptionPercent = 5;
        Domain.Link.Jitter = Duration.FromMilliseconds(4);
        for (int i = 0; i < Nodes; i++)
        {
            _identifiers[i] = Encoding.UTF8.GetBytes($"node-{i}@example.com");
        }

        _valid = Convert.FromHexString("3b0a050062650001820003840810016d6e31406578616d706c652e636f6d01040000000016120000000000000000000000000000"
            + "000000001702000118020004190800000200000000011b0800006553f100000001020000");
    }

    public Domain Domain { get; }

    /// <summary>Transactions done: verbs called from above, messages taken, timers fired.</summary>
    public long Transactions { get; private set; }

    public void Run(long transactions)
    {
        long end = Transactions + transactions;
        while (Transactions < end)
        {
            Act();
            Instant until = Domain.Now.Plus(Duration.FromMilliseconds(_prng.Below(1000) == 0 ? 60_000 : _prng.Below(30)));
            while (Domain.Step(until))
            {
                Transactions++;
            }

            Domain.MoveTo(until);
        }
    }

    private void Act()
    {
        Transactions++;
        int mag = _prng.Below(2);
        switch (_prng.Below(13))
        {
            case < 5:
                Attach(mag);
                break;
            case < 7:
                Domain.Detach(mag, _prng.Below(Domain.Mags[mag].Capacity), (ConnectionEnd)_prng.Below(2));
                break;
            case 7:
                Disturb(mag);
                break;
            case 8 or 9:
                Change(mag, _prng.Below(Domain.Mags[mag].Capacity));
                break;
            case 10:
                Revoke(mag);
                break;
            case 11:
                Domain.RefuseSessionAtMag(mag, _prng.Below(4096));
                Domain.RefuseSessionAtLma(0, _prng.Below(4096));
                break;
            default:
                Domain.ClockErrorMicroseconds = _prng.Below(20) == 0 ? 2_000_000 : 0;
                Domain.MagWithClockError = 0;
                break;
        }
    }

    private void Change(int mag, int slot)
    {
        switch (_prng.Below(3))
        {
            case 0:
                Domain.Reaffirm(mag, slot);
                break;
            case 1:
                Domain.ChangeType(mag, slot, (PdnType)(1 + _prng.Below(3)));
                break;
            default:
                Domain.NotePresence(mag, slot, _prng.Below(2) == 0);
                break;
        }
    }

    // Of one binding often, of many seldom: the tables shall be full.
    private void Revoke(int mag)
    {
        switch (_prng.Below(100))
        {
            case 0:
                Domain.RevokeRealmAtMag(mag, "example.com"u8);
                break;
            case 1:
                Domain.RevokePeerAtLma(0, mag);
                break;
            default:
                RevokedPart part = _prng.Below(3) == 0 ? RevokedPart.Ipv4 : RevokedPart.Whole;
                Domain.RevokeAtLma(0, _prng.Below(Domain.Lma.Capacity), (RevocationTrigger)(1 + _prng.Below(7)), part);
                break;
        }
    }

    private void Attach(int mag)
    {
        int node = _prng.Below(Nodes);
        AttachRequest request = new()
        {
            Identifier = _prng.Below(100) == 0 ? _tooLong : _identifiers[node],
            AccessPoint = _prng.Below(2),
            Type = (PdnType)(1 + _prng.Below(3)),
            PdnConnectionId = (byte)_prng.Below(2),
            AccessTechnology = AccessTechnologyType.Ethernet,
            HandoffIndicator = (HandoffIndicator)(1 + _prng.Below(4)),
            LinkLayerAddress = new MacAddress(_prng.Below(3) == 0 ? 0UL : 0x0200_0000_0000UL + (ulong)node),
            AccessNode = node,
            UplinkKey = _prng.Below(8) == 0 ? new GreKey((uint)(1 + _prng.Below(1 << 20))) : GreKey.None,
        };
        if (_prng.Below(4) == 0)
        {
            request.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(0x2001_0DB8_0100_0000 + (ulong)_prng.Below(64), 0), 64));
        }

        Domain.TryAttach(mag, request, out _);
    }

    // Octets without sense, a message with some bits turned, another type, a stranger.
    private void Disturb(int mag)
    {
        int to = _prng.Below(2) == 0 ? 0 : 1 + mag;
        int from = to == 0 ? 1 + mag : 0;
        for (int i = 0; i < _garbage.Length; i++)
        {
            _garbage[i] = (byte)(_prng.Next() & 0xFF);
        }

        Span<byte> message = _garbage.AsSpan(0, _prng.Below(_garbage.Length));
        if (_prng.Below(2) == 0)
        {
            _valid.CopyTo(_garbage, 0);
            message = _garbage.AsSpan(0, _prng.Below(4) == 0 ? _prng.Below(_valid.Length) : _valid.Length);
            for (int i = _prng.Below(6); i > 0 && message.Length > 0; i--)
            {
                message[_prng.Below(message.Length)] ^= (byte)(1 << _prng.Below(8));
            }
        }

        Domain.Inject(from, to, (SignallingForm)_prng.Below(4), message);
    }
}
