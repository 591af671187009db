using System;
using Pmip.Engine.Peers;
using Pmip.Engine.Signalling;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Host;

/// <summary>For which engine of a node that is LMA and MAG a message is.</summary>
[Flags]
internal enum MessageOwners : byte
{
    /// <summary>For the LMA, which also counts what is for nobody.</summary>
    Anchor = 1,

    /// <summary>For the MAG.</summary>
    Gateway = 2,

    /// <summary>For both: each takes what it has asked for and passes over the rest.</summary>
    Both = 3,
}

/// <summary>
/// Decides whose message it is by its type and by who knows its sender. Most types have one reader; where two nodes are LMA and MAG
/// of each other, answers that carry nothing but a sequence number go to both engines, of which one has asked.
/// </summary>
internal static class MessageOwner
{
    /// <summary>The engines that must see the message which came along <paramref name="path"/>.</summary>
    public static MessageOwners Of(in SignallingPath path, ReadOnlySpan<byte> octets, PeerTable mags, PeerTable lmas)
    {
        if (MobilityHeader.TryRead(octets, out MobilityHeader header) != WireStatus.Ok)
        {
            return MessageOwners.Anchor;
        }

        switch (header.Type)
        {
            case MobilityHeaderType.BindingUpdate or MobilityHeaderType.UpdateNotificationAcknowledgement:
                return MessageOwners.Anchor;
            case MobilityHeaderType.BindingAcknowledgement or MobilityHeaderType.UpdateNotification:
                return MessageOwners.Gateway;
        }

        bool isLma = lmas.TryResolve(path, out int lma) == PeerLookup.Known;
        if (!isLma || !mags.IsTrusted(path.OuterRemote))
        {
            return isLma ? MessageOwners.Gateway : MessageOwners.Anchor;
        }

        return header.Type switch
        {
            MobilityHeaderType.BindingError => MessageOwners.Both,
            MobilityHeaderType.Heartbeat => OfHeartbeat(header),
            MobilityHeaderType.BindingRevocation => OfRevocation(header, lmas, lma),
            _ => MessageOwners.Anchor,
        };
    }

    // The restart counter is the node's: one answer to a request is enough. A response is told to who asked, a restart to both.
    private static MessageOwners OfHeartbeat(in MobilityHeader header) =>
        Heartbeat.TryRead(header, out Heartbeat heartbeat) == WireStatus.Ok && (heartbeat.Flags & HeartbeatFlags.Response) != 0
            ? MessageOwners.Both
            : MessageOwners.Anchor;

    // Only an LMA revokes single nodes. A peer revokes all that is with it either without a word (the LMA) or with its own name (the
    // MAG); a realm, where both may, is read by the MAG while it has connections there (RFC 5846 7, 9.2).
    private static MessageOwners OfRevocation(in MobilityHeader header, PeerTable lmas, int lma)
    {
        if (BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) != WireStatus.Ok)
        {
            return BindingRevocationAcknowledgement.TryRead(header, out _) == WireStatus.Ok ? MessageOwners.Both : MessageOwners.Anchor;
        }

        if ((indication.Flags & RevocationFlags.Global) == 0)
        {
            return MessageOwners.Gateway;
        }

        if (indication.Trigger == RevocationTrigger.PerPeerPolicy)
        {
            return indication.Options.HasIdentifier ? MessageOwners.Anchor : MessageOwners.Gateway;
        }

        return lmas.TryRead(lma, out PeerView view) && view.Bindings > 0 ? MessageOwners.Gateway : MessageOwners.Anchor;
    }
}
