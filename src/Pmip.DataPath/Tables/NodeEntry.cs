using System.Runtime.InteropServices;

namespace Pmip.DataPath.Tables;

/// <summary><c>struct node</c> of <c>bpf/entries.h</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
internal struct NodeEntry
{
    [FieldOffset(0)]
    public uint Roles;

    [FieldOffset(4)]
    public uint IndexMask;

    [FieldOffset(8)]
    public AddressEntry Local6;

    [FieldOffset(24)]
    public AddressEntry Local4;

    [FieldOffset(40)]
    public int TunnelInterface;

    [FieldOffset(44)]
    public uint AcceptAnySource;

    [FieldOffset(48)]
    public int TransportMtu;
}

/// <summary><c>struct next_hop</c> of <c>bpf/entries.h</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct NextHopEntry
{
    [FieldOffset(0)]
    public int Interface;

    [FieldOffset(4)]
    public uint Family;

    [FieldOffset(8)]
    public AddressEntry Address;
}
