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
}

/// <summary><c>struct session</c> of <c>bpf/entries.h</c>: two cache lines for what arrives, two for what leaves.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct SessionEntry
{
    [FieldOffset(0)]
    public SessionState ReceiveState;

    [FieldOffset(4)]
    public uint ReceiveKey;

    [FieldOffset(8)]
    public AddressEntry ReceiveRemote;

    [FieldOffset(24)]
    public PrefixHalves Prefix;

    [FieldOffset(56)]
    public uint Home4;

    [FieldOffset(60)]
    public int ReceiveInterface;

    [FieldOffset(64)]
    public MacEntry NodeMac;

    [FieldOffset(70)]
    public MacEntry GatewayMac;

    [FieldOffset(76)]
    public uint Generation;

    [FieldOffset(80)]
    public ulong PacketsIn;

    [FieldOffset(88)]
    public ulong OctetsIn;

    [FieldOffset(128)]
    public SessionState SendState;

    [FieldOffset(132)]
    public uint SendKey;

    [FieldOffset(136)]
    public AddressEntry SendLocal;

    [FieldOffset(152)]
    public AddressEntry SendRemote;

    [FieldOffset(168)]
    public int NextHop;

    [FieldOffset(172)]
    public int SendInterface;

    [FieldOffset(176)]
    public MacEntry SendNodeMac;

    [FieldOffset(182)]
    public MacEntry SendGatewayMac;

    [FieldOffset(192)]
    public ulong PacketsOut;

    [FieldOffset(200)]
    public ulong OctetsOut;

    [InlineArray(4)]
    public struct PrefixHalves
    {
        private ulong _first;
    }
}
