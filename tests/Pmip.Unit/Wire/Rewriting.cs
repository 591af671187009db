using System;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Unit.Wire;

/// <summary>Reads a typed message and writes it again; the number of octets, or zero when it was refused.</summary>
internal static class Rewriting
{
    public static int Write(scoped in MobilityHeader header, Span<byte> room)
    {
        int written;
        switch (header.Type)
        {
            case MobilityHeaderType.BindingUpdate:
                return ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update) == WireStatus.Ok
                    && update.Emit(room, out written) == WireStatus.Ok && written == update.EncodedLength ? written : 0;
            case MobilityHeaderType.BindingAcknowledgement:
                return ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement acknowledgement) == WireStatus.Ok
                    && acknowledgement.Emit(room, out written) == WireStatus.Ok && written == acknowledgement.EncodedLength
                    ? written
                    : 0;
            case MobilityHeaderType.BindingError:
                return BindingError.TryRead(header, out BindingError error) == WireStatus.Ok
                    && error.Emit(room, out written) == WireStatus.Ok ? written : 0;
            case MobilityHeaderType.Heartbeat:
                return Heartbeat.TryRead(header, out Heartbeat heartbeat) == WireStatus.Ok
                    && heartbeat.Emit(room, out written) == WireStatus.Ok && written == heartbeat.EncodedLength ? written : 0;
            case MobilityHeaderType.BindingRevocation:
                return WriteRevocation(header, room);
            case MobilityHeaderType.UpdateNotification:
                return UpdateNotification.TryRead(header, out UpdateNotification notification) == WireStatus.Ok
                    && notification.Emit(room, out written) == WireStatus.Ok && written == notification.EncodedLength ? written : 0;
            case MobilityHeaderType.UpdateNotificationAcknowledgement:
                return UpdateNotificationAcknowledgement.TryRead(header, out UpdateNotificationAcknowledgement notified)
                    == WireStatus.Ok
                    && notified.Emit(room, out written) == WireStatus.Ok && written == notified.EncodedLength ? written : 0;
            default:
                return 0;
        }
    }

    private static int WriteRevocation(scoped in MobilityHeader header, Span<byte> room)
    {
        int written;
        if (BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) == WireStatus.Ok)
        {
            return indication.Emit(room, out written) == WireStatus.Ok && written == indication.EncodedLength ? written : 0;
        }

        return BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement answer) == WireStatus.Ok
            && answer.Emit(room, out written) == WireStatus.Ok && written == answer.EncodedLength ? written : 0;
    }
}
