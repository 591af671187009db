using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pmip.DataPath.Tables;

/// <summary>Switches of <see cref="NodeEntry"/>, <c>NODE_*</c> of <c>bpf/entries.h</c>.</summary>
[Flags]
internal enum NodeFlags : uint
{
    None = 0,
    AcceptAnySource = 1,
    ForwardDirectly = 2,
    Spread = 4,
    Mirror = 8,
    Uniform = 16,
    ClampMss = 32,
}

/// <summary><c>struct pool</c> of <c>bpf/entries.h</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct PoolEntry
{
    [FieldOffset(0)]
    public ulong First;

    [FieldOffset(8)]
    public uint Count;

    [FieldOffset(12)]
    public uint Entry;
}

/// <summary><c>struct node</c> of <c>bpf/entries.h</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 320)]
internal struct NodeEntry
{
    [FieldOffset(0)]
    public uint Roles;

    [FieldOffset(4)]
    public uint IndexMask;

    [FieldOffset(8)]
    public int TunnelInterface;

    [FieldOffset(12)]
    public NodeFlags Flags;

    [FieldOffset(16)]
    public int TransportMtu;

    [FieldOffset(20)]
    public uint RouteGeneration;

    [FieldOffset(24)]
    public uint Processors;

    [FieldOffset(28)]
    public int LayoutVersion;

    [FieldOffset(32)]
    public AddressEntry Local6;

    [FieldOffset(48)]
    public AddressEntry Local4;

    [FieldOffset(64)]
    public PoolEntries Pools6;

    [FieldOffset(192)]
    public PoolEntries Pools4;

    [InlineArray(SendSlots.PoolsMax)]
    public struct PoolEntries
    {
        private PoolEntry _first;
    }
}

/// <summary>Switches of <see cref="NextHopEntry"/>, <c>HOP_*</c> of <c>bpf/entries.h</c>.</summary>
[Flags]
internal enum NextHopFlags : uint
{
    None = 0,
    Trusted = 1,
}

/// <summary><c>struct next_hop</c> of <c>bpf/entries.h</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct NextHopEntry
{
    /// <summary><c>HOP_RESOLVED</c>, in the same word as the link-layer address.</summary>
    public const ulong Resolved = 1UL << 48;

    [FieldOffset(0)]
    public int Interface;

    [FieldOffset(4)]
    public uint Family;

    [FieldOffset(8)]
    public AddressEntry Address;

    [FieldOffset(24)]
    public ulong DestinationMac;

    [FieldOffset(32)]
    public ulong SourceMac;

    [FieldOffset(40)]
    public int Mtu;

    [FieldOffset(44)]
    public NextHopFlags Flags;

    [FieldOffset(48)]
    public AddressEntry Local;

    [FieldOffset(64)]
    public AddressEntry Remote;
}

/// <summary>Switches of <see cref="PortEntry"/>, <c>PORT_*</c> of <c>bpf/entries.h</c>.</summary>
[Flags]
internal enum PortFlags : uint
{
    None = 0,
    Redirect = 1,
    Direct = 2,
}

/// <summary><c>struct port</c> of <c>bpf/entries.h</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct PortEntry
{
    [FieldOffset(0)]
    public int Interface;

    [FieldOffset(4)]
    public PortFlags Flags;

    [FieldOffset(8)]
    public ulong Mac;

    [FieldOffset(16)]
    public int Mtu;
}

/// <summary><c>struct route</c> of <c>bpf/entries.h</c>, which only the programs read and write.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
internal struct RouteEntry
{
    [FieldOffset(0)]
    public AddressEntry Destination;
}
