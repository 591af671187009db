using System.Runtime.InteropServices;
using Pmip.Foundation.Addressing;

namespace Pmip.DataPath.Tables;

/// <summary><c>struct address_key</c>: an address of a node that is in no pool, and at which end.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct AddressKey(NodeAddress address, bool atLma)
{
    private readonly ulong _address = address.Value;
    private readonly uint _atLma = atLma ? 1u : 0u;
    private readonly uint _isIpv4 = address.IsIpv4 ? 1u : 0u;

    public NodeAddress Address => new(_address, _isIpv4 != 0);

    public bool AtLma => _atLma != 0;
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
