using System.Runtime.InteropServices;

namespace Pmip.DataPath.Offload.Plugin;

/// <summary>Numbers of <c>pmip_offload.h</c>.</summary>
internal static class PluginAbi
{
    public const uint Version = 1;
    public const string Entry = "pmip_offload_entry";

    public const int Ok = 0;
    public const int Pending = 1;
    public const int Full = 3;

    public const uint AtLma = 1;
    public const uint OuterIpv6 = 2;
    public const uint UdpTlv = 4;

    public const uint Installed = 1;
    public const uint Failed = 2;
    public const uint Evicted = 3;
    public const uint NoRoom = 4;
    public const uint PortGone = 5;
}

/// <summary><c>struct pmip_offload_ports</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PluginPorts
{
    public uint Size;
    public uint Flags;
    public int Port;
    public int Transport;
}

/// <summary><c>struct pmip_offload_session</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PluginSession
{
    public uint Size;
    public uint Flags;
    public ulong Id;
    public fixed byte Local[16];
    public fixed byte Remote[16];
    public uint SendKey;
    public uint ReceiveKey;
    public fixed byte Prefixes[32];
    public uint PrefixCount;
    public fixed byte Home4[4];
    public int Port;
    public int Transport;
    public fixed byte NodeMac[6];
    public fixed byte GatewayMac[6];
    public uint Zero;
}

/// <summary><c>struct pmip_offload_statistics</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PluginStatistics
{
    public ulong Id;
    public ulong PacketsIn;
    public ulong OctetsIn;
    public ulong PacketsOut;
    public ulong OctetsOut;
    public uint Known;
    public uint Zero;

    public readonly SessionCounters Counters => new(PacketsIn, OctetsIn, PacketsOut, OctetsOut);
}

/// <summary><c>struct pmip_offload_event</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PluginEvent
{
    public uint Size;
    public uint Kind;
    public ulong Id;
    public PluginStatistics Last;
}

/// <summary><c>struct pmip_offload_host</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PluginHost
{
    public uint Size;
    public uint Version;
    public nint Context;
    public delegate* unmanaged<nint, PluginEvent*, void> Event;
}

/// <summary><c>struct pmip_offload_plugin</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PluginFunctions
{
    public uint Size;
    public uint Version;
    public delegate* unmanaged<PluginHost*, byte*, byte*, uint, nint*, int> Open;
    public delegate* unmanaged<nint, void> Close;
    public delegate* unmanaged<nint, PluginPorts*, byte*, uint, int> Probe;
    public delegate* unmanaged<nint, PluginSession*, int> Add;
    public delegate* unmanaged<nint, ulong, int> Remove;
    public delegate* unmanaged<nint, PluginStatistics*, uint, void> Statistics;
    public delegate* unmanaged<nint, ulong*, uint, uint> LeftOver;

    /// <summary>True when every function is there.</summary>
    public readonly bool IsWhole =>
        Open != null && Close != null && Probe != null && Add != null && Remove != null && Statistics != null && LeftOver != null;
}
