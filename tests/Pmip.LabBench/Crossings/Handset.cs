using System;
using System.Buffers.Binary;

namespace Pmip.LabBench.Crossings;

/// <summary>The frames of one simulated device.</summary>
internal sealed class Handset
{
    public const int UplinkLength = Payload + Parcel.Length;
    private const int Ethernet = 14;
    private const int Source = 22;
    private const int Destination = 38;
    private const int Upper = 54;
    private const int Payload = 62;
    private const byte Udp = 17;
    private static readonly byte[] FixedMag = Convert.FromHexString("00005e005213"); // RFC 6543

    private readonly byte[] _mac;
    private readonly byte[] _uplink = new byte[UplinkLength];

    public Handset(int number)
    {
        _mac = [0x02, 0, 0, 2, (byte)(number >> 8), (byte)(number & 0xff)];
        Solicitation = MakeSolicitation();
        Announcement = new byte[60];
        Announcement.AsSpan(0, 6).Fill(0xff);
        _mac.CopyTo(Announcement, 6);
        Convert.FromHexString("00060001af810100").CopyTo(Announcement, 12); // The update frame of IEEE 802.11F.
    }

    /// <summary>Asks for a router (RFC 4861 4.1).</summary>
    public byte[] Solicitation { get; }

    /// <summary>What an access point says of a station that came to it.</summary>
    public byte[] Announcement { get; }

    /// <summary>It knows its prefix.</summary>
    public bool HasAddress { get; private set; }

    /// <summary>The number of the device to which a frame goes, or -1.</summary>
    public static int NumberOf(ReadOnlySpan<byte> frame) =>
        frame.Length > Upper && frame[0] == 2 && frame[3] == 2 ? BinaryPrimitives.ReadUInt16BigEndian(frame[4..]) : -1;

    /// <summary>True for a router advertisement, with the prefix in it.</summary>
    public static bool TryReadAdvertisement(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> prefix)
    {
        const byte icmp = 58;
        const byte routerAdvertisement = 134;
        prefix = default;
        if (frame.Length < Upper + 16 || frame[20] != icmp || frame[Upper] != routerAdvertisement)
        {
            return false;
        }

        for (ReadOnlySpan<byte> options = frame[(Upper + 16)..]; options.Length >= 8 && options[1] > 0 && options.Length >= options[1] * 8;)
        {
            if (options[0] == 3 && BinaryPrimitives.ReadUInt32BigEndian(options[4..]) > 0)
            {
                prefix = options.Slice(16, 8);
                return true;
            }

            options = options[(options[1] * 8)..];
        }

        return false;
    }

    /// <summary>True for a datagram of the bench.</summary>
    public static bool TryReadParcel(ReadOnlySpan<byte> frame, out Parcel parcel)
    {
        parcel = default;
        return frame.Length >= UplinkLength && frame[20] == Udp && Parcel.TryRead(frame[Payload..], out parcel);
    }

    /// <summary>It takes an address of the prefix and will send to the server from it.</summary>
    public void Configure(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> server)
    {
        HasAddress = true;
        FixedMag.CopyTo(_uplink, 0);
        _mac.CopyTo(_uplink, 6);
        BinaryPrimitives.WriteUInt16BigEndian(_uplink.AsSpan(12), 0x86dd);
        _uplink[Ethernet] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(_uplink.AsSpan(18), UplinkLength - Upper);
        _uplink[20] = Udp;
        _uplink[21] = 64;
        prefix.CopyTo(_uplink.AsSpan(Source));
        WriteInterfaceIdentifier(_uplink.AsSpan(Source + 8));
        server.CopyTo(_uplink.AsSpan(Destination));
        BinaryPrimitives.WriteUInt16BigEndian(_uplink.AsSpan(Upper), Parcel.Port);
        BinaryPrimitives.WriteUInt16BigEndian(_uplink.AsSpan(Upper + 2), Parcel.Port);
        BinaryPrimitives.WriteUInt16BigEndian(_uplink.AsSpan(Upper + 4), UplinkLength - Upper);
    }

    /// <summary>The frame that carries a datagram to the server.</summary>
    public ReadOnlySpan<byte> Uplink(in Parcel parcel)
    {
        parcel.Write(_uplink.AsSpan(Payload));
        BinaryPrimitives.WriteUInt16BigEndian(_uplink.AsSpan(Upper + 6), 0);
        WriteChecksum(_uplink, Udp, Upper + 6);
        return _uplink;
    }

    private byte[] MakeSolicitation()
    {
        byte[] frame =
        [
            0x33, 0x33, 0, 0, 0, 2, .. _mac, 0x86, 0xdd,
            0x60, 0, 0, 0, 0, 16, 58, 255, .. new byte[16], .. Convert.FromHexString("ff020000000000000000000000000002"),
            133, 0, 0, 0, 0, 0, 0, 0, 1, 1, .. _mac,
        ];
        frame[Source] = 0xfe;
        frame[Source + 1] = 0x80;
        WriteInterfaceIdentifier(frame.AsSpan(Source + 8));
        WriteChecksum(frame, 58, Upper + 2);
        return frame;
    }

    private void WriteInterfaceIdentifier(Span<byte> to)
    {
        _mac.AsSpan(0, 3).CopyTo(to);
        to[0] ^= 2;
        to[3] = 0xff;
        to[4] = 0xfe;
        _mac.AsSpan(3).CopyTo(to[5..]);
    }

    private static void WriteChecksum(Span<byte> frame, byte protocol, int offset)
    {
        uint sum = (uint)(frame.Length - Upper) + protocol;
        for (int i = Source; i < frame.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(frame[i..]);
        }

        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame[offset..], (ushort)(sum ^ 0xffff));
    }
}
