using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Wire.Dissection;

/// <summary>The fixed parts of the messages, between the checksum and the options; as long as their type needs.</summary>
internal static class MobilityMessageDissector
{
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> message) => (MobilityHeaderType)message[2] switch
    {
        MobilityHeaderType.BindingRefreshRequest => "bindingRefreshRequest"u8,
        MobilityHeaderType.HomeTestInit => "homeTestInit"u8,
        MobilityHeaderType.CareOfTestInit => "careOfTestInit"u8,
        MobilityHeaderType.HomeTest => "homeTest"u8,
        MobilityHeaderType.CareOfTest => "careOfTest"u8,
        MobilityHeaderType.BindingUpdate => IsProxy(message, 8, 0x02) ? "proxyBindingUpdate"u8 : "bindingUpdate"u8,
        MobilityHeaderType.BindingAcknowledgement =>
            IsProxy(message, 7, 0x20) ? "proxyBindingAcknowledgement"u8 : "bindingAcknowledgement"u8,
        MobilityHeaderType.BindingError => "bindingError"u8,
        MobilityHeaderType.FastBindingUpdate => "fastBindingUpdate"u8,
        MobilityHeaderType.FastBindingAcknowledgment => "fastBindingAcknowledgment"u8,
        MobilityHeaderType.FastNeighborAdvertisement => "fastNeighborAdvertisement"u8,
        MobilityHeaderType.Experimental => "experimentalMobilityHeader"u8,
        MobilityHeaderType.HomeAgentSwitch => "homeAgentSwitch"u8,
        MobilityHeaderType.Heartbeat => "heartbeat"u8,
        MobilityHeaderType.HandoverInitiate => "handoverInitiate"u8,
        MobilityHeaderType.HandoverAcknowledge => "handoverAcknowledge"u8,
        MobilityHeaderType.BindingRevocation => message[6] switch
        {
            1 => "bindingRevocationIndication"u8,
            2 => "bindingRevocationAcknowledgement"u8,
            _ => "bindingRevocation"u8,
        },
        MobilityHeaderType.LocalizedRoutingInitiation => "localizedRoutingInitiation"u8,
        MobilityHeaderType.LocalizedRoutingAcknowledgment => "localizedRoutingAcknowledgment"u8,
        MobilityHeaderType.UpdateNotification => "updateNotification"u8,
        MobilityHeaderType.UpdateNotificationAcknowledgement => "updateNotificationAcknowledgement"u8,
        MobilityHeaderType.FlowBinding => "flowBinding"u8,
        MobilityHeaderType.SubscriptionQuery => "subscriptionQuery"u8,
        MobilityHeaderType.SubscriptionResponse => "subscriptionResponse"u8,
        _ => "mobilityHeader"u8,
    };

    public static void DissectFields(ReadOnlySpan<byte> message, DissectionWriter writer)
    {
        switch ((MobilityHeaderType)message[2])
        {
            case MobilityHeaderType.BindingUpdate or MobilityHeaderType.FastBindingUpdate:
                writer.Number("sequence"u8, Word(message, 6));
                Flags("AHLKMRPFTBSD"u8, Word(message, 8), 16, writer);
                writer.Number("lifetime"u8, Word(message, 10) * 4UL, "s"u8);
                break;
            case MobilityHeaderType.BindingAcknowledgement or MobilityHeaderType.FastBindingAcknowledgment:
                writer.Enumerated("status"u8, message[6], BindingStatusNames.Of((BindingStatus)message[6]));
                Flags("KRPTBSD"u8, message[7], 8, writer);
                writer.Number("sequence"u8, Word(message, 8));
                writer.Number("lifetime"u8, Word(message, 10) * 4UL, "s"u8);
                break;
            case MobilityHeaderType.BindingError:
                writer.Enumerated("status"u8, message[6], BindingErrorStatusNames.Of((BindingErrorStatus)message[6]));
                writer.Address("homeAddress"u8, IpAddress.Read(message[8..]));
                break;
            case MobilityHeaderType.Heartbeat:
                Flags("..............UR"u8, Word(message, 6), 16, writer);
                writer.Number("sequence"u8, BinaryPrimitives.ReadUInt32BigEndian(message[8..]));
                break;
            case MobilityHeaderType.BindingRevocation:
                DissectRevocation(message, writer);
                break;
            case MobilityHeaderType.UpdateNotification:
                writer.Number("sequence"u8, Word(message, 6));
                writer.Enumerated("notificationReason"u8, Word(message, 8), UpdateNotificationReasonNames.Of((UpdateNotificationReason)Word(message, 8)));
                Flags("AD"u8, Word(message, 10), 16, writer);
                break;
            case MobilityHeaderType.UpdateNotificationAcknowledgement:
                writer.Number("sequence"u8, Word(message, 6));
                writer.Enumerated("status"u8, message[8], UpdateNotificationStatusNames.Of((UpdateNotificationStatus)message[8]));
                break;
            default:
                DissectOthers(message, writer);
                break;
        }
    }

    private static void DissectRevocation(ReadOnlySpan<byte> message, DissectionWriter writer)
    {
        int kind = message[6];
        writer.Enumerated("revocationType"u8, message[6], kind == 1 ? "indication"u8 : kind == 2 ? "acknowledgement"u8 : default);
        if (kind == 2)
        {
            writer.Enumerated("status"u8, message[7], RevocationStatusNames.Of((RevocationStatus)message[7]));
        }
        else
        {
            writer.Enumerated("revocationTrigger"u8, message[7], RevocationTriggerNames.Of((RevocationTrigger)message[7]));
        }

        writer.Number("sequence"u8, Word(message, 8));
        Flags("PVG"u8, Word(message, 10), 16, writer);
    }

    private static void DissectOthers(ReadOnlySpan<byte> message, DissectionWriter writer)
    {
        switch ((MobilityHeaderType)message[2])
        {
            case MobilityHeaderType.HomeTestInit or MobilityHeaderType.CareOfTestInit:
                writer.Hex("initCookie"u8, BinaryPrimitives.ReadUInt64BigEndian(message[8..]), 16);
                break;
            case MobilityHeaderType.HomeTest or MobilityHeaderType.CareOfTest:
                writer.Number("nonceIndex"u8, Word(message, 6));
                writer.Hex("initCookie"u8, BinaryPrimitives.ReadUInt64BigEndian(message[8..]), 16);
                writer.Hex("keygenToken"u8, BinaryPrimitives.ReadUInt64BigEndian(message[16..]), 16);
                break;
            case MobilityHeaderType.HandoverInitiate:
                writer.Number("sequence"u8, Word(message, 6));
                Flags("SUPF"u8, message[8], 8, writer);
                writer.Number("code"u8, message[9]);
                break;
            case MobilityHeaderType.HandoverAcknowledge:
                writer.Number("sequence"u8, Word(message, 6));
                Flags("UPF"u8, message[8], 8, writer);
                writer.Number("code"u8, message[9]);
                break;
            case MobilityHeaderType.LocalizedRoutingInitiation:
                writer.Number("sequence"u8, Word(message, 6));
                writer.Number("lifetime"u8, Word(message, 10), "s"u8);
                break;
            case MobilityHeaderType.LocalizedRoutingAcknowledgment:
                writer.Number("sequence"u8, Word(message, 6));
                Flags("U"u8, message[8], 8, writer);
                writer.Enumerated("status"u8, message[9], LocalizedRoutingStatusNameOf(message[9]));
                writer.Number("lifetime"u8, Word(message, 10), "s"u8);
                break;
            case MobilityHeaderType.HomeAgentSwitch:
                writer.BeginList("homeAgentAddresses"u8);
                for (int i = 0; i < message[6]; i++)
                {
                    writer.BeginObject("homeAgent"u8);
                    writer.Address("address"u8, IpAddress.Read(message[(8 + (16 * i))..]));
                    writer.EndObject();
                }

                writer.EndList();
                break;
            default:
                break; // Nothing but options.
        }
    }

    private static ReadOnlySpan<byte> LocalizedRoutingStatusNameOf(byte status) => status switch
    {
        0 => "success"u8,
        128 => "localized routing not allowed"u8,
        129 => "MN not attached"u8,
        _ => default,
    };

    // The letters stand for the bits from the most significant one; bits without a letter show as "?".
    private static void Flags(ReadOnlySpan<byte> letters, int value, int width, DissectionWriter writer)
    {
        Span<byte> text = stackalloc byte[16];
        int length = 0;
        for (int i = 0; i < width; i++)
        {
            if ((value >> (width - 1 - i) & 1) != 0)
            {
                text[length++] = i < letters.Length && letters[i] != (byte)'.' ? letters[i] : (byte)'?';
            }
        }

        writer.Enumerated("flags"u8, (ulong)value, length == 0 ? "none"u8 : text[..length]);
    }

    private static bool IsProxy(ReadOnlySpan<byte> message, int offset, int mask) =>
        offset < message.Length && (message[offset] & mask) != 0;

    private static ushort Word(ReadOnlySpan<byte> message, int offset) => BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);
}
