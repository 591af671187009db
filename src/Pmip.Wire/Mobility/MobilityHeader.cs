using System;
using System.Buffers.Binary;

namespace Pmip.Wire.Mobility;

/// <summary>
/// View of a Mobility Header (RFC 6275 6.1.1). It holds exactly the octets that the header length announces, a multiple of
/// eight, and at least the fixed part of its type. The checksum is not looked at: it covers addresses, see
/// <see cref="MobilityChecksum"/>.
/// <code>
/// | Payload Proto (59) | Header Len | MH Type | Reserved | Checksum (2) | Message Data ... |
/// </code>
/// </summary>
public readonly ref struct MobilityHeader
{
    /// <summary>The next header number of the Mobility Header.</summary>
    public const byte NextHeader = 135;

    /// <summary>IPPROTO_NONE, the only payload protocol that is allowed.</summary>
    public const byte NoNextHeader = 59;

    /// <summary>Where the message data begins.</summary>
    public const int DataOffset = 6;

    /// <summary>Where the checksum lies.</summary>
    public const int ChecksumOffset = 4;

    /// <summary>Fewest octets of any Mobility Header.</summary>
    public const int LengthMin = 8;

    /// <summary>Most octets that the header length can announce.</summary>
    public const int LengthMax = 2048;

    private readonly ReadOnlySpan<byte> _received;

    private MobilityHeader(ReadOnlySpan<byte> received, int length)
    {
        _received = received;
        Octets = received[..length];
    }

    /// <summary>The octets of the header, exactly as many as it announces.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>The kind of message. May be a number that is not defined, see <see cref="IsKnownType"/>.</summary>
    public MobilityHeaderType Type => (MobilityHeaderType)Octets[2];

    /// <summary>False when a receiver answers with Binding Error status 2 (RFC 6275 9.2).</summary>
    public bool IsKnownType => Type <= MobilityHeaderType.SubscriptionResponse;

    /// <summary>The checksum as received.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(Octets[ChecksumOffset..]);

    /// <summary>Everything after the checksum.</summary>
    public ReadOnlySpan<byte> Data => Octets[DataOffset..];

    /// <summary>
    /// The region of the mobility options, padding included; empty for types of which this reader does not know where the
    /// options begin.
    /// </summary>
    public ReadOnlySpan<byte> Options
    {
        get
        {
            int offset = OptionsOffset;
            return offset == 0 ? default : Octets[offset..];
        }
    }

    /// <summary>True when more octets were received than the header announces; the strict reading passes them over.</summary>
    public bool HasOctetsAfter => _received.Length > Octets.Length;

    /// <summary>Where the options begin, counted from the first octet of the header; zero when not known for this type.</summary>
    public int OptionsOffset => FixedLengthOf(Octets);

    /// <summary>The region of the options and everything received after it.</summary>
    internal ReadOnlySpan<byte> OptionsAndOctetsAfter
    {
        get
        {
            int offset = OptionsOffset;
            return offset == 0 ? default : _received[offset..];
        }
    }

    /// <summary>
    /// Views <paramref name="octets"/>, which may be longer than the header. <see cref="WireStatus.BadHeader"/> for another
    /// payload protocol, <see cref="WireStatus.Truncated"/> when the header announces more octets than there are,
    /// <see cref="WireStatus.BadLength"/> when it announces fewer than its type needs.
    /// </summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out MobilityHeader header)
    {
        header = default;
        if (octets.Length < LengthMin)
        {
            return WireStatus.Truncated;
        }

        if (octets[0] != NoNextHeader)
        {
            return WireStatus.BadHeader;
        }

        int length = (octets[1] + 1) * 8;
        if (length > octets.Length)
        {
            return WireStatus.Truncated;
        }

        ReadOnlySpan<byte> whole = octets[..length];
        if (FixedLengthOf(whole) > length)
        {
            return WireStatus.BadLength;
        }

        header = new MobilityHeader(octets, length);
        return WireStatus.Ok;
    }

    /// <summary>Writes the six octets that every message begins with, checksum zero; the length must be a multiple of eight.</summary>
    internal static void WriteStart(Span<byte> message, MobilityHeaderType type)
    {
        message[0] = NoNextHeader;
        message[1] = (byte)((message.Length / 8) - 1);
        message[2] = (byte)type;
        message[3] = 0;
        message[ChecksumOffset] = 0;
        message[ChecksumOffset + 1] = 0;
    }

    /// <summary>
    /// Octets before the options, by the type in <paramref name="octets"/>, of which there are eight at least; zero where the
    /// layout is not known here.
    /// </summary>
    internal static int FixedLengthOf(ReadOnlySpan<byte> octets) => (MobilityHeaderType)octets[2] switch
    {
        MobilityHeaderType.BindingRefreshRequest or MobilityHeaderType.FastNeighborAdvertisement => 8,
        MobilityHeaderType.HandoverInitiate or MobilityHeaderType.HandoverAcknowledge => 10,
        MobilityHeaderType.HomeTestInit or MobilityHeaderType.CareOfTestInit => 16,
        MobilityHeaderType.HomeTest or MobilityHeaderType.CareOfTest or MobilityHeaderType.BindingError => 24,
        MobilityHeaderType.BindingUpdate or MobilityHeaderType.BindingAcknowledgement
            or MobilityHeaderType.FastBindingUpdate or MobilityHeaderType.FastBindingAcknowledgment
            or MobilityHeaderType.Heartbeat or MobilityHeaderType.BindingRevocation
            or MobilityHeaderType.LocalizedRoutingInitiation or MobilityHeaderType.LocalizedRoutingAcknowledgment
            or MobilityHeaderType.UpdateNotification or MobilityHeaderType.UpdateNotificationAcknowledgement => 12,
        MobilityHeaderType.HomeAgentSwitch => 8 + (16 * octets[6]),
        _ => 0,
    };
}
