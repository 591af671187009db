using System;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Fuzz.Targets;

/// <summary>Reads a typed message and writes it again; the number of octets, or zero when it was refused.</summary>
internal static class MessageRewriting
{
    public static int Write(scoped in MobilityHeader header, Span<byte> room)
    {
        switch (header.Type)
        {
            case MobilityHeaderType.BindingUpdate:
                return ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update) == WireStatus.Ok
                    ? Checked(update.Emit(room, out int updateLength), updateLength, update.EncodedLength) : 0;
            case MobilityHeaderType.BindingAcknowledgement:
                return ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement acknowledgement) == WireStatus.Ok
                    ? Checked(acknowledgement.Emit(room, out int answerLength), answerLength, acknowledgement.EncodedLength) : 0;
            case MobilityHeaderType.BindingError:
                return BindingError.TryRead(header, out BindingError error) == WireStatus.Ok
                    ? Checked(error.Emit(room, out int errorLength), errorLength, BindingError.EncodedLength) : 0;
            case MobilityHeaderType.Heartbeat:
                return Heartbeat.TryRead(header, out Heartbeat heartbeat) == WireStatus.Ok
                    ? Checked(heartbeat.Emit(room, out int beatLength), beatLength, heartbeat.EncodedLength) : 0;
            case MobilityHeaderType.BindingRevocation:
                return WriteRevocation(header, room);
            case MobilityHeaderType.UpdateNotification:
                return UpdateNotification.TryRead(header, out UpdateNotification notification) == WireStatus.Ok
                    ? Checked(notification.Emit(room, out int noteLength), noteLength, notification.EncodedLength) : 0;
            case MobilityHeaderType.UpdateNotificationAcknowledgement:
                return UpdateNotificationAcknowledgement.TryRead(header, out UpdateNotificationAcknowledgement noted) == WireStatus.Ok
                    ? Checked(noted.Emit(room, out int notedLength), notedLength, noted.EncodedLength) : 0;
            default:
                return 0;
        }
    }

    private static int WriteRevocation(scoped in MobilityHeader header, Span<byte> room)
    {
        if (BindingRevocation.TryReadType(header, out BindingRevocationType type) != WireStatus.Ok)
        {
            return 0;
        }

        if (type == BindingRevocationType.Indication)
        {
            return BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) == WireStatus.Ok
                ? Checked(indication.Emit(room, out int length), length, indication.EncodedLength) : 0;
        }

        return BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement acknowledgement) == WireStatus.Ok
            ? Checked(acknowledgement.Emit(room, out int written), written, acknowledgement.EncodedLength) : 0;
    }

    private static int Checked(WireStatus status, int written, int announced)
    {
        // A message may hold more than one that we would write: the same option in a longer form. Then it must say so.
        OracleException.Require(status is WireStatus.Ok or WireStatus.BadLength, "what was read can be written, or is too long");
        OracleException.Require(status != WireStatus.Ok || written == announced, "as many octets are written as announced");
        return written;
    }
}
