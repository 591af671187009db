using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>Which connections a revocation means, their end, and the acknowledgement (RFC 5846 5.2, 6.1, 9.1).</content>
public sealed partial class MobileAccessGateway
{
    private static bool IsOfNode(RevocationTrigger trigger) => trigger <= RevocationTrigger.PossiblyOutOfSync;

    private static bool IsIpv4Only(RevocationFlags flags) => (flags & RevocationFlags.Ipv4HomeAddressOnly) != 0;

    private static MagCounter CounterOf(RevocationStatus status) => status switch
    {
        RevocationStatus.Success => MagCounter.RevocationsAccepted,
        RevocationStatus.BindingDoesNotExist => MagCounter.RevocationsWithoutBinding,
        RevocationStatus.Ipv4HomeAddressOptionRequired => MagCounter.RevocationsWithoutIpv4Address,
        RevocationStatus.GlobalRevocationNotAuthorized => MagCounter.RevocationsWithoutPlace,
        RevocationStatus.RevokedNodesIdentityRequired => MagCounter.RevocationsWithoutIdentity,
        RevocationStatus.MobileNodeAttached => MagCounter.RevocationsOfAttachedNodes,
        RevocationStatus.TriggerNotSupported => MagCounter.RevocationsForUnknownReason,
        RevocationStatus.ProxyRevocationNotSupported => MagCounter.RevocationsWithoutProxyFlag,
        _ => MagCounter.RevocationsOfUnknownKind,
    };

    // The first connection that is meant, or -1; then it may be that the binding is there and registered with another LMA.
    private int FirstRevoked(scoped in BindingRevocationIndication indication, int peer, out bool isAnothers)
    {
        isAnothers = false;
        ulong hash = _list.HashOf(indication.Options.Identifier);
        int slot = _list.FirstOf(indication.Options.Identifier, hash, out int probe);
        for (; slot >= 0; slot = _list.NextOf(indication.Options.Identifier, hash, ref probe))
        {
            if (IsRevoked(slot, indication, peer))
            {
                return slot;
            }

            isAnothers |= _list[slot].Lma != peer;
        }

        return -1;
    }

    // MN-ID alone means every connection of the node; each further option narrows it (RFC 5846 9.1, RFC 5149).
    private bool IsRevoked(int slot, scoped in BindingRevocationIndication indication, int peer)
    {
        ref readonly BindingUpdateListEntry entry = ref _list[slot];
        if (entry.Lma != peer)
        {
            return false;
        }

        if (IsIpv4Only(indication.Flags)
            && (entry.HomeAddress4.IsUnspecified || entry.HomeAddress4 != indication.Options.Ipv4HomeAddressRequest.Address))
        {
            return false;
        }

        return IsNamed(entry.HomeNetworkPrefixes, indication.HomeNetworkPrefixes)
            && (!indication.Options.HasServiceSelection || _composer.IsService(entry.AccessPoint, indication.Options.ServiceSelection))
            && (!indication.Options.ThreeGpp.HasPdnConnectionId || indication.Options.ThreeGpp.PdnConnectionId == entry.PdnConnectionId);
    }

    private static bool IsNamed(in IpPrefixList own, in IpPrefixList named)
    {
        bool isNamed = named.Count == 0;
        for (int i = 0; i < own.Count; i++)
        {
            isNamed |= named.Contains(own[i]);
        }

        return isNamed;
    }

    private void MarkRevoked(scoped in BindingRevocationIndication indication, int peer, Instant now)
    {
        ulong hash = _list.HashOf(indication.Options.Identifier);
        int slot = _list.FirstOf(indication.Options.Identifier, hash, out int probe);
        for (; slot >= 0; slot = _list.NextOf(indication.Options.Identifier, hash, ref probe))
        {
            if (IsRevoked(slot, indication, peer))
            {
                MarkRevoked(slot, IsIpv4Only(indication.Flags), now);
            }
        }
    }

    private void MarkRevoked(int slot, bool isIpv4Only, Instant now) =>
        Question(slot, isIpv4Only ? PresenceQuestion.RevokedIpv4 : PresenceQuestion.Revoked, now);

    private void KeepRevocation(scoped in BindingRevocationIndication indication, int peer, in PendingRevocation pending)
    {
        ulong hash = _list.HashOf(indication.Options.Identifier);
        int slot = _list.FirstOf(indication.Options.Identifier, hash, out int probe);
        for (; slot >= 0; slot = _list.NextOf(indication.Options.Identifier, hash, ref probe))
        {
            _list[slot].Revocation = IsRevoked(slot, indication, peer) ? pending : _list[slot].Revocation;
        }
    }

    // The LMA has let go of the binding already: nothing is said to it any more.
    private void EndRevoked(int slot, bool isIpv4Only, Instant now, Outbox outbox)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        outbox.AddNotice(EngineNotice.BindingRevoked, slot, _list.IdentifierOf(slot));
        if (isIpv4Only && entry.HasSession && entry.Assigned == PdnType.Ipv4v6)
        {
            Counters.Increment(MagCounter.Ipv4Revoked);
            ForgetIpv4(ref entry);
            entry.Type = PdnType.Ipv6;
            entry.Asked &= ~PdnType.Ipv4;
            AnnounceChange(slot, outbox);
            return;
        }

        Counters.Increment(MagCounter.ConnectionsRevoked);
        if (entry.State != BindingUpdateState.Deregistering)
        {
            TakeDown(slot, outbox);
            outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)ConnectionEnd.Revoked, entry.AccessNode);
        }

        Release(slot, now);
    }

    private void Acknowledge(
        RevocationStatus status, ushort sequence, RevocationFlags flags, int peer, in SignallingPath path, Outbox outbox)
    {
        const RevocationFlags Copied = RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly | RevocationFlags.Global;
        BindingRevocationAcknowledgement answer = new() { Status = status, Sequence = sequence, Flags = flags & Copied };
        WireStatus emitted = answer.Emit(outbox.Room, out int written);
        Invariant.Require(emitted == WireStatus.Ok);
        outbox.AddTransmit(-1, path, written);
        Peers.NoteSent(peer, path);
    }
}
