using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pmip.DataPath.Tables;

/// <summary>What the state words of a session say; the numbers are those of <c>bpf/entries.h</c>.</summary>
[System.Flags]
internal enum SessionState : uint
{
    Vacant = 0,
    Installed = 1,
    Forwarding = 2,
    AtLma = 4,
    OuterIpv6 = 8,
    Udp = 16,
    Sequence = 32,
    Policed = 64,
    Sampled = 128,
}

/// <summary><c>struct bucket</c> of <c>bpf/entries.h</c>: how fast one direction may be. Only the programs change what is charged.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct BucketEntry
{
    [FieldOffset(0)]
    public ulong Charged;

    [FieldOffset(8)]
    public ulong Base;

    [FieldOffset(16)]
    public uint Cost;

    [FieldOffset(20)]
    public uint Depth;

    [FieldOffset(24)]
    public ulong Dropped;
}

/// <summary><c>struct dscp_map</c> of <c>bpf/entries.h</c>.</summary>
[InlineArray(64)]
internal struct DscpMapEntry
{
    private byte _first;
}

/// <summary><c>struct receive_session</c> of <c>bpf/entries.h</c>: what arrives for one PDN connection.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct ReceiveEntry
{
    [FieldOffset(0)]
    public SessionState State;

    [FieldOffset(4)]
    public int Interface;

    /// <summary>Key and next hop, written as one word.</summary>
    [FieldOffset(8)]
    public ulong Way;

    [FieldOffset(8)]
    public uint Key;

    [FieldOffset(12)]
    public int NextHop;

    [FieldOffset(16)]
    public ulong Prefix;

    [FieldOffset(24)]
    public MacEntry NodeMac;

    [FieldOffset(30)]
    public MacEntry GatewayMac;

    [FieldOffset(36)]
    public uint Home4;

    [FieldOffset(40)]
    public ulong Packets;

    [FieldOffset(48)]
    public ulong Octets;

    [FieldOffset(56)]
    public uint Generation;

    [FieldOffset(60)]
    public uint Unused;

    [FieldOffset(64)]
    public PrefixHalves OtherPrefix;

    [FieldOffset(88)]
    public uint Sequence;

    [FieldOffset(92)]
    public uint SequenceState;

    [FieldOffset(96)]
    public BucketEntry Bucket;

    [InlineArray(3)]
    public struct PrefixHalves
    {
        private ulong _first;
    }
}

/// <summary><c>struct send_session</c> of <c>bpf/entries.h</c>: what leaves towards one address of a PDN connection.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SendEntry
{
    [FieldOffset(0)]
    public SessionState State;

    [FieldOffset(4)]
    public int Interface;

    /// <summary>Key and next hop, written as one word.</summary>
    [FieldOffset(8)]
    public ulong Way;

    [FieldOffset(8)]
    public uint Key;

    [FieldOffset(12)]
    public int NextHop;

    [FieldOffset(16)]
    public ulong Address;

    [FieldOffset(24)]
    public MacEntry NodeMac;

    [FieldOffset(30)]
    public MacEntry GatewayMac;

    [FieldOffset(36)]
    public int Session;

    [FieldOffset(40)]
    public ulong Packets;

    [FieldOffset(48)]
    public ulong Octets;

    [FieldOffset(56)]
    public uint Dscp;

    [FieldOffset(60)]
    public int Policer;

    [FieldOffset(64)]
    public uint Sequence;

    [FieldOffset(68)]
    public uint IsIpv4;

    [FieldOffset(96)]
    public BucketEntry Bucket;
}
