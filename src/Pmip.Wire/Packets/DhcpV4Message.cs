using System;
using System.Buffers.Binary;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>A DHCPv4 message as it lies in a UDP payload (RFC 2131 2), for Ethernet clients.</summary>
/// <remarks>0 op | 1 htype | 2 hlen | 3 hops | 4 xid | 8 secs | 10 flags | 12 ciaddr | 16 yiaddr | 20 siaddr | 24 giaddr |
/// 28 chaddr (16) | 44 sname (64) | 108 file (128) | 236 cookie | 240 options</remarks>
public readonly ref struct DhcpV4Message
{
    /// <summary>Octets before the options.</summary>
    public const int FixedLength = 240;

    internal const uint Cookie = 0x6382_5363;
    internal const byte BootRequest = 1;
    internal const byte BootReply = 2;
    internal const byte Ethernet = 1;
    internal const ushort Broadcast = 0x8000;

    private readonly ReadOnlySpan<byte> _octets;
    private readonly byte _overload;

    private DhcpV4Message(ReadOnlySpan<byte> octets, DhcpV4MessageType type, byte overload)
    {
        _octets = octets;
        Type = type;
        _overload = overload;
    }

    internal static class Field
    {
        public const int Operation = 0;
        public const int HardwareType = 1;
        public const int HardwareLength = 2;
        public const int Hops = 3;
        public const int TransactionId = 4;
        public const int Seconds = 8;
        public const int Flags = 10;
        public const int ClientAddress = 12;
        public const int YourAddress = 16;
        public const int ServerAddress = 20;
        public const int RelayAddress = 24;
        public const int ClientHardwareAddress = 28;
        public const int ServerName = 44;
        public const int File = 108;
        public const int MagicCookie = 236;
    }

    /// <summary>Option 53, or <see cref="DhcpV4MessageType.None"/>.</summary>
    public DhcpV4MessageType Type { get; }

    /// <summary>True from a client, false from a server.</summary>
    public bool IsRequest => _octets[Field.Operation] == BootRequest;

    /// <summary>The client's number for the exchange.</summary>
    public uint TransactionId => BinaryPrimitives.ReadUInt32BigEndian(_octets[Field.TransactionId..]);

    /// <summary>Relays passed.</summary>
    public byte Hops => _octets[Field.Hops];

    /// <summary>Seconds since the client began.</summary>
    public ushort Seconds => BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Seconds..]);

    /// <summary>True when the client cannot yet receive unicast (RFC 2131 4.1).</summary>
    public bool WantsBroadcast => (BinaryPrimitives.ReadUInt16BigEndian(_octets[Field.Flags..]) & Broadcast) != 0;

    /// <summary>Address that the client has and answers for; 0.0.0.0 otherwise.</summary>
    public IpAddress ClientAddress => IpAddress.ReadIPv4(_octets[Field.ClientAddress..]);

    /// <summary>Address that the server gives.</summary>
    public IpAddress YourAddress => IpAddress.ReadIPv4(_octets[Field.YourAddress..]);

    /// <summary>Next server of a boot.</summary>
    public IpAddress ServerAddress => IpAddress.ReadIPv4(_octets[Field.ServerAddress..]);

    /// <summary>Relay that received the message from the client; 0.0.0.0 otherwise.</summary>
    public IpAddress RelayAddress => IpAddress.ReadIPv4(_octets[Field.RelayAddress..]);

    /// <summary>The client's link-layer address.</summary>
    public MacAddress ClientHardwareAddress => MacAddress.Read(_octets[Field.ClientHardwareAddress..]);

    /// <summary>Option 50, else 0.0.0.0.</summary>
    public IpAddress RequestedAddress => AddressOption(DhcpV4OptionCode.RequestedAddress);

    /// <summary>Option 54, else 0.0.0.0.</summary>
    public IpAddress ServerIdentifier => AddressOption(DhcpV4OptionCode.ServerIdentifier);

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>The options field proper.</summary>
    public ReadOnlySpan<byte> Options => _octets[FixedLength..];

    /// <summary>The file field when option 52 says that it holds options, else empty.</summary>
    public ReadOnlySpan<byte> FileOptions => (_overload & 1) != 0 ? _octets[Field.File..Field.MagicCookie] : default;

    /// <summary>The sname field when option 52 says that it holds options, else empty.</summary>
    public ReadOnlySpan<byte> ServerNameOptions => (_overload & 2) != 0 ? _octets[Field.ServerName..Field.File] : default;

    /// <summary>Finds the first instance of an option: in the options, then in file, then in sname (RFC 2131 4.1).</summary>
    public bool TryFindOption(DhcpV4OptionCode code, out ReadOnlySpan<byte> value) =>
        TryFind(Options, code, out value) || TryFind(FileOptions, code, out value) || TryFind(ServerNameOptions, code, out value);

    /// <summary>Reads a message of an Ethernet client; every option field must come to a proper end.</summary>
    public static WireStatus TryRead(ReadOnlySpan<byte> octets, out DhcpV4Message message)
    {
        message = default;
        if (octets.Length < FixedLength)
        {
            return WireStatus.Truncated;
        }

        if (octets[Field.Operation] is not (BootRequest or BootReply)
            || BinaryPrimitives.ReadUInt32BigEndian(octets[Field.MagicCookie..]) != Cookie)
        {
            return WireStatus.BadHeader;
        }

        if (octets[Field.HardwareType] != Ethernet)
        {
            return WireStatus.Unsupported;
        }

        if (octets[Field.HardwareLength] != MacAddress.Length)
        {
            return WireStatus.BadLength;
        }

        byte overload = TryFind(octets[FixedLength..], DhcpV4OptionCode.Overload, out ReadOnlySpan<byte> value) && value.Length == 1
            ? value[0]
            : (byte)0;
        var found = new DhcpV4Message(octets, DhcpV4MessageType.None, overload);
        WireStatus status = found.CheckOptions();
        if (status != WireStatus.Ok)
        {
            return status;
        }

        bool hasType = found.TryFindOption(DhcpV4OptionCode.MessageType, out ReadOnlySpan<byte> type);
        if (hasType && type.Length != 1)
        {
            return WireStatus.BadLength;
        }

        message = new DhcpV4Message(octets, hasType ? (DhcpV4MessageType)type[0] : DhcpV4MessageType.None, overload);
        return WireStatus.Ok;
    }

    private WireStatus CheckOptions()
    {
        WireStatus status = Check(Options);
        status = status == WireStatus.Ok ? Check(FileOptions) : status;
        return status == WireStatus.Ok ? Check(ServerNameOptions) : status;
    }

    private static WireStatus Check(ReadOnlySpan<byte> field)
    {
        var options = new DhcpV4OptionReader(field);
        while (options.TryNext())
        {
        }

        return options.Status;
    }

    private static bool TryFind(ReadOnlySpan<byte> field, DhcpV4OptionCode code, out ReadOnlySpan<byte> value)
    {
        var options = new DhcpV4OptionReader(field);
        while (options.TryNext())
        {
            if (options.Code == code)
            {
                value = options.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private IpAddress AddressOption(DhcpV4OptionCode code) =>
        TryFindOption(code, out ReadOnlySpan<byte> value) && value.Length == 4 ? IpAddress.ReadIPv4(value) : IpAddress.FromIPv4(0);
}
