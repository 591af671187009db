using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Mobility;

/// <summary>
/// A Binding Error (RFC 6275 6.1.9). In Proxy Mobile IPv6 status 2 says that the peer does not know a kind of message.
/// <code>
/// 6 | Status (1) | Reserved (1) | Home Address (16) | 24 Mobility Options ...
/// </code>
/// </summary>
public ref struct BindingError
{
    /// <summary>Octets of a message without options.</summary>
    public const int EncodedLength = 24;

    /// <summary>What is wrong.</summary>
    public BindingErrorStatus Status;

    /// <summary>The home address that it is about; <c>::</c> for status 2.</summary>
    public IpAddress HomeAddress;

    /// <summary>The region of options; none is defined. Not used for writing.</summary>
    public ReadOnlySpan<byte> Options;

    /// <summary>Reads the error in <paramref name="header"/>; on failure <paramref name="error"/> is default.</summary>
    public static WireStatus TryRead(scoped in MobilityHeader header, out BindingError error)
    {
        error = default;
        if (header.Octets.IsEmpty || header.Type != MobilityHeaderType.BindingError)
        {
            return WireStatus.Unsupported;
        }

        error.Status = (BindingErrorStatus)header.Octets[Field.Status];
        error.HomeAddress = IpAddress.Read(header.Octets[Field.HomeAddress..]);
        error.Options = header.Options;
        return WireStatus.Ok;
    }

    /// <summary>Writes the message without options and with a checksum of zero.</summary>
    public readonly WireStatus Emit(Span<byte> room, out int written)
    {
        written = 0;
        if (room.Length < EncodedLength)
        {
            return WireStatus.NoRoom;
        }

        Span<byte> message = room[..EncodedLength];
        MobilityHeader.WriteStart(message, MobilityHeaderType.BindingError);
        message[Field.Status] = (byte)Status;
        message[Field.Reserved] = 0;
        HomeAddress.Write(message[Field.HomeAddress..]);
        written = EncodedLength;
        return WireStatus.Ok;
    }

    private static class Field
    {
        public const int Status = 6;
        public const int Reserved = 7;
        public const int HomeAddress = 8;
    }
}
