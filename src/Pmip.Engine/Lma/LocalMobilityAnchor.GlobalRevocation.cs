using System;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>
/// Revocations of everything that a MAG has, or of a realm (RFC 5846 9.1, G): one message, and when it is answered, or when no
/// answer comes, a sweep ends the bindings here. A MAG that refuses it loses them too: the wish of our side holds.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    private static readonly Duration s_sweepRetry = Duration.FromSeconds(1);

    /// <summary>Revokes every binding of the MAG in a slot of <see cref="Peers"/> (trigger 128).</summary>
    public RevocationStart RevokePeer(int peer, Instant now, WallClock wall, Outbox outbox) =>
        RevokeAll(peer, RevocationSubject.Peer, default, RevocationTrigger.PerPeerPolicy, now, outbox);

    /// <summary>
    /// Revokes the bindings that the MAG has of nodes of <paramref name="realm"/>, which is written without its '@'; realms
    /// below it do not count (trigger 129).
    /// </summary>
    public RevocationStart RevokeRealm(int peer, ReadOnlySpan<byte> realm, Instant now, WallClock wall, Outbox outbox)
    {
        if (realm.IsEmpty || realm.Length > BindingSweep.RealmOctetsMax || realm.Contains((byte)'@'))
        {
            return RevocationStart.RealmInvalid;
        }

        Span<byte> identifier = stackalloc byte[BindingSweep.RealmOctetsMax + 1];
        identifier[0] = (byte)'@';
        realm.CopyTo(identifier[1..]);
        return RevokeAll(peer, RevocationSubject.Realm, identifier[..(realm.Length + 1)], RevocationTrigger.RevokingNodePolicy, now, outbox);
    }

    private RevocationStart RevokeAll(
        int peer, RevocationSubject subject, ReadOnlySpan<byte> identifier, RevocationTrigger trigger, Instant now, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!Peers.TryRead(peer, out PeerView view))
        {
            return RevocationStart.NotFound;
        }

        if (view.Received == 0)
        {
            return RevocationStart.PeerNeverHeard;
        }

        if (IsRevokingAll(peer, subject, identifier))
        {
            return RevocationStart.AlreadyUnderWay;
        }

        if (!TryAddRevocation(identifier, subject, trigger, out int place))
        {
            return RevocationStart.TableFull;
        }

        ref Revocation revocation = ref _revocations[place];
        revocation.Flags |= RevocationFlags.Global;
        _globalRevocations++;
        revocation.Peer = peer;
        revocation.Path = view.Path;
        if (LacksRevocation(peer))
        {
            ConcludeLater(place, now);
            return RevocationStart.EndedWithoutMag;
        }

        SendRevocation(place, now, outbox);
        return RevocationStart.Started;
    }

    private bool IsRevokingAll(int peer, RevocationSubject subject, ReadOnlySpan<byte> identifier)
    {
        for (int place = 0; place < _revocations.Capacity; place++)
        {
            if (_revocations.IsTaken(place) && _revocations[place].Subject == subject && _revocations[place].Peer == peer
                && _revocations.IdentifierOf(place).SequenceEqual(identifier))
            {
                return true;
            }
        }

        return false;
    }

    // What the MAG had ends now; with no place for another sweep it is tried again.
    private void ConcludeAll(int place, Instant now)
    {
        ref readonly Revocation revocation = ref _revocations[place];
        bool isRealm = revocation.Subject == RevocationSubject.Realm;
        SweepScope scope = new(SweepCause.OperatorRequest, revocation.Peer) { Realm = isRealm ? _revocations.IdentifierOf(place)[1..] : default };
        if (BeginSweep(scope))
        {
            RemoveRevocation(place);
        }
        else
        {
            ConcludeLater(place, now.Plus(s_sweepRetry));
        }
    }
}
