using System.Runtime.InteropServices;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.Tables;

/// <summary><c>struct prefix_key</c>: upper half of an address of a node, and at which end.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct PrefixKey(ulong half, bool atLma)
{
    private readonly ulong _half = half;
    private readonly uint _atLma = atLma ? 1u : 0u;
    private readonly uint _zero;
}

/// <summary><c>struct home4_key</c>: IPv4 home address of a node, and at which end.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal readonly struct Home4Key(uint address, bool atLma)
{
    private readonly uint _address = address;
    private readonly uint _atLma = atLma ? 1u : 0u;
}

/// <summary><c>struct foreign_key</c>: a key that does not say its place, from one remote end (R14) or from any (R18).</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
internal readonly struct ForeignKey(AddressEntry remote, uint key)
{
    private readonly AddressEntry _remote = remote;
    private readonly uint _key = key;
    private readonly uint _zero;
}

/// <summary><c>struct source_key</c>: a prefix for the longest match, IPv4 mapped.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 20)]
internal readonly struct SourceKey(IpPrefix prefix)
{
    private readonly uint _length = (uint)prefix.MappedLength;
    private readonly AddressEntry _address = AddressEntry.From(prefix.Masked.Address);
}

/// <summary><c>struct served_node</c>: a node on an access link.</summary>
[StructLayout(LayoutKind.Sequential, Size = 12)]
internal readonly struct ServedNodeKey(int interfaceIndex, MacAddress node)
{
    private readonly int _interface = interfaceIndex;
    private readonly MacEntry _mac = MacEntry.From(node);
    private readonly ushort _zero;
}
