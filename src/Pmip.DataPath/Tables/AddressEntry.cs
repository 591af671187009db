using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.Tables;

/// <summary>Numbers in the order of the network, kept in a number of this machine.</summary>
internal static class NetworkOrder
{
    public static uint Of(uint value) => BinaryPrimitives.ReverseEndianness(value);

    public static ulong Of(ulong value) => BinaryPrimitives.ReverseEndianness(value);
}

/// <summary><c>struct address</c> of <c>bpf/entries.h</c>: sixteen octets in network order, IPv4 mapped.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct AddressEntry(ulong First, ulong Second)
{
    public static AddressEntry From(IpAddress address) => new(NetworkOrder.Of(address.High), NetworkOrder.Of(address.Low));

    public IpAddress ToAddress() => new(NetworkOrder.Of(First), NetworkOrder.Of(Second));
}

/// <summary>A link-layer address as six octets.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal readonly struct MacEntry
{
    private readonly ushort _first;
    private readonly ushort _second;
    private readonly ushort _third;

    private MacEntry(ulong value)
    {
        _first = BinaryPrimitives.ReverseEndianness((ushort)(value >> 32 & 0xFFFF));
        _second = BinaryPrimitives.ReverseEndianness((ushort)(value >> 16 & 0xFFFF));
        _third = BinaryPrimitives.ReverseEndianness((ushort)(value & 0xFFFF));
    }

    public static MacEntry From(MacAddress address) => new(address.Value);

    public MacAddress ToAddress() =>
        new(((ulong)BinaryPrimitives.ReverseEndianness(_first) << 32)
            | ((ulong)BinaryPrimitives.ReverseEndianness(_second) << 16)
            | BinaryPrimitives.ReverseEndianness(_third));

    /// <summary>The octets in the low 48 bits of a word, the first lowest, as the programs keep them.</summary>
    public static ulong Word(MacAddress address) => BinaryPrimitives.ReverseEndianness(address.Value) >> 16;

    /// <summary>The six octets as such a word.</summary>
    public ulong Value => _first | ((ulong)_second << 16) | ((ulong)_third << 32);
}
