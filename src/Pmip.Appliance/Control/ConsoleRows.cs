using System;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Control;

/// <summary>A binding of either engine. Spans point into the engine's tables and are good until its next step.</summary>
internal ref struct BindingRow
{
    public ReadOnlySpan<byte> State;
    public ReadOnlySpan<byte> Identifier;
    public ReadOnlySpan<byte> AccessPoint;
    public IpPrefixList HomeNetworkPrefixes;
    public IpAddress HomeAddress4;
    public byte HomeAddress4PrefixLength;
    public IpAddress DefaultRouter4;
    public SignallingPath Path;
    public GreKey UplinkKey;
    public GreKey DownlinkKey;
    public Duration LifetimeRemaining;
    public Duration LifetimeGranted;
    public int SessionIndex;
    public AccessTechnologyType AccessTechnology;
    public MacAddress LinkLayerAddress;
    public byte PdnConnectionId;
    public bool HasChargingId;
    public uint ChargingId;
    public bool IsIpv4Deferred;
    public IpAddressList NameServers;

    /// <summary>MAG: the error code that came with the last answer, or empty.</summary>
    public ReadOnlySpan<byte> ErrorCode;

    /// <summary>LMA: the 3GPP options that came with the registrations, as text.</summary>
    public ReadOnlySpan<byte> ThreeGppOptions;
}

/// <summary>A table of bindings, read slot by slot.</summary>
internal interface IBindingSource
{
    /// <summary><c>lma</c> or <c>mag</c>.</summary>
    ReadOnlySpan<byte> Role { get; }

    /// <summary>Place in the data path of the engine's session 0.</summary>
    int FirstSession { get; }

    int Capacity { get; }

    bool TryRead(int slot, Instant now, out BindingRow row);
}

/// <summary>A node on an access link. Spans point into the tables of the access side and are good until its next step.</summary>
public ref struct NodeRow
{
    /// <summary>Where it stands, in camelCase.</summary>
    public ReadOnlySpan<byte> State;

    /// <summary>Name of its interface.</summary>
    public ReadOnlySpan<byte> Interface;

    /// <summary>Its link-layer address.</summary>
    public MacAddress LinkLayerAddress;

    /// <summary>Its link-local address, or unspecified.</summary>
    public IpAddress LinkLocalAddress;

    /// <summary>Connections that are up.</summary>
    public int ConnectionsUp;

    /// <summary>Connections that are being registered or de-registered.</summary>
    public int ConnectionsPending;

    /// <summary>Probes that it has not answered yet.</summary>
    public int ProbesUnanswered;

    /// <summary>When it was last heard.</summary>
    public Instant LastHeard;
}

/// <summary>The table of nodes, read slot by slot.</summary>
public interface INodeSource
{
    /// <summary>Number of slots.</summary>
    int Capacity { get; }

    /// <summary>Reads a slot; false when nobody has it.</summary>
    bool TryRead(int slot, out NodeRow row);
}

/// <summary>A set of counters with the name of its room.</summary>
internal interface ICounterSource
{
    ReadOnlySpan<byte> Room { get; }

    int Count { get; }

    ReadOnlySpan<byte> NameAt(int index);

    long ValueAt(int index);
}
