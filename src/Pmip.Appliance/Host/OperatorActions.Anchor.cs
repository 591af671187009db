using System;
using Pmip.Appliance.Control;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Host;

/// <content>What an operator may change on an LMA.</content>
internal sealed partial class OperatorActions
{
    /// <inheritdoc/>
    public OperatorStatus Remove(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
    {
        count = 0;
        if (anchor is null)
        {
            return OperatorStatus.WrongRole;
        }

        for (int slot = 0; slot < anchor.Engine.Capacity; slot++)
        {
            if (anchor.Engine.TryRead(slot, clock.Now, out BindingCacheEntryView view)
                && Fits(view.Identifier, view.AccessPoint, identifier, accessPoint))
            {
                count += anchor.Remove(slot) ? 1 : 0;
            }
        }

        return Report("remove"u8, identifier, count);
    }

    /// <inheritdoc/>
    public OperatorStatus RevokeNode(
        ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, bool ipv4Only, RevocationTrigger trigger, out int count)
    {
        count = 0;
        if (anchor is null)
        {
            return OperatorStatus.WrongRole;
        }

        // All of a node is one message to each of its MAGs, a part of it one for each binding.
        bool isWhole = accessPoint.IsEmpty && !ipv4Only;
        OperatorStatus status = OperatorStatus.NotFound;
        for (int slot = 0; slot < anchor.Engine.Capacity; slot++)
        {
            if (anchor.Engine.TryRead(slot, clock.Now, out BindingCacheEntryView view)
                && Fits(view.Identifier, view.AccessPoint, identifier, accessPoint))
            {
                OperatorStatus one = isWhole
                    ? OperatorStatus.Done
                    : StatusOf(anchor.Revoke(slot, trigger, ipv4Only ? RevokedPart.Ipv4 : RevokedPart.Whole));
                count += one == OperatorStatus.Done ? 1 : 0;
                status = status == OperatorStatus.Done ? status : one;
            }
        }

        status = isWhole && count > 0 ? StatusOf(anchor.RevokeNode(identifier, trigger)) : status;
        return Report("revoke node"u8, identifier, count, status);
    }

    /// <inheritdoc/>
    public OperatorStatus ReserveKey(GreKey key, in KeyReservationRequest request)
    {
        if (anchor is null)
        {
            return OperatorStatus.WrongRole;
        }

        OperatorStatus status = StatusOf(anchor.ReserveKey(key, request));
        Keep(status);
        return Report("key reserve"u8, request.Identifier, status == OperatorStatus.Done ? 1 : 0, status);
    }

    /// <inheritdoc/>
    public OperatorStatus ReleaseKey(GreKey key)
    {
        if (anchor is null)
        {
            return OperatorStatus.WrongRole;
        }

        OperatorStatus status = StatusOf(anchor.ReleaseKey(key));
        Keep(status);
        Span<byte> text = stackalloc byte[GreKey.TextLength];
        key.TryFormat(text, out _);
        return Report("key release"u8, text, status == OperatorStatus.Done ? 1 : 0, status);
    }

    private void Keep(OperatorStatus status)
    {
        if (status == OperatorStatus.Done)
        {
            reservations!.Note(anchor!.Engine);
        }
    }

    private OperatorStatus RevokeAtAnchor(ReadOnlySpan<byte> peerName, ReadOnlySpan<byte> realm, OperatorStatus status, ref int count)
    {
        for (int peer = 0; anchor is not null && peer < anchor.Engine.Peers.Capacity; peer++)
        {
            if (IsNamed(anchor.Engine.Peers, peer, peerName))
            {
                OperatorStatus one = StatusOf(realm.IsEmpty ? anchor.RevokePeer(peer) : anchor.RevokeRealm(peer, realm));
                count += one == OperatorStatus.Done ? 1 : 0;
                status = status == OperatorStatus.Done ? status : one;
            }
        }

        return status;
    }

    private static OperatorStatus StatusOf(RevocationStart start) => start switch
    {
        RevocationStart.Started or RevocationStart.StartedMoreRemain or RevocationStart.EndedWithoutMag => OperatorStatus.Done,
        RevocationStart.AlreadyUnderWay => OperatorStatus.AlreadyThere,
        RevocationStart.NotFound => OperatorStatus.NotFound,
        RevocationStart.NoIpv4HomeAddress => OperatorStatus.NoIpv4HomeAddress,
        RevocationStart.PeerNeverHeard => OperatorStatus.PeerNeverHeard,
        RevocationStart.RealmInvalid => OperatorStatus.RealmInvalid,
        RevocationStart.TableFull => OperatorStatus.NoRoom,
        _ => OperatorStatus.Refused,
    };

    private static OperatorStatus StatusOf(KeyReservationStatus status) => status switch
    {
        KeyReservationStatus.Reserved or KeyReservationStatus.Released or KeyReservationStatus.ReleasedWhileInUse => OperatorStatus.Done,
        KeyReservationStatus.IdentifierInvalid => OperatorStatus.IdentifierInvalid,
        KeyReservationStatus.AccessPointUnknown => OperatorStatus.NoSuchAccessPoint,
        KeyReservationStatus.KeyInUse => OperatorStatus.KeyInUse,
        KeyReservationStatus.KeyResting => OperatorStatus.KeyResting,
        KeyReservationStatus.ConnectionHasReservation => OperatorStatus.ConnectionHasReservation,
        KeyReservationStatus.TableFull => OperatorStatus.NoRoom,
        KeyReservationStatus.NotReserved => OperatorStatus.NotReserved,
        KeyReservationStatus.KeyOfOtherRole => OperatorStatus.KeyOfOtherRole,
        _ => OperatorStatus.Refused,
    };
}
