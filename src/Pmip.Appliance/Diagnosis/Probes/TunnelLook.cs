using System;
using Pmip.Access;
using Pmip.Appliance.Host;
using Pmip.DataPath;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary>
/// What engines, data path and access side know of one node's connection, taken by the control loop between two steps. An empty access
/// point is the first connection that the node has.
/// </summary>
internal sealed class TunnelLook(int life, TunnelLookSources sources, byte[] identifier, byte[] accessPoint, bool asksPresence) : LoopWork(life)
{
    private readonly ulong[] _drops = new ulong[DropReasons.Count];
    private readonly byte[] _accessPoint = new byte[byte.MaxValue];
    private readonly byte[] _identifier = new byte[byte.MaxValue];
    private int _accessPointLength;
    private int _identifierLength;
    private int _sessionIndex;

    /// <summary>True when there is such a connection.</summary>
    public bool IsFound { get; private set; }

    /// <summary>True when it was found in the LMA.</summary>
    public bool IsAtLma { get; private set; }

    /// <summary>State of a binding at the LMA.</summary>
    public BindingState AnchorState { get; private set; }

    /// <summary>State of a connection at the MAG.</summary>
    public BindingUpdateState GatewayState { get; private set; }

    /// <summary>The node's identifier.</summary>
    public ReadOnlySpan<byte> Identifier => _identifier.AsSpan(0, _identifierLength);

    /// <summary>Name of the access point.</summary>
    public ReadOnlySpan<byte> AccessPoint => _accessPoint.AsSpan(0, _accessPointLength);

    /// <summary>The node's prefixes.</summary>
    public IpPrefixList Prefixes { get; private set; }

    /// <summary>The node's IPv4 address, or unspecified.</summary>
    public IpAddress HomeAddress4 { get; private set; }

    /// <summary>Its IPv4 router, or unspecified.</summary>
    public IpAddress DefaultRouter4 { get; private set; }

    /// <summary>How the other gateway is talked with.</summary>
    public SignallingPath Path { get; private set; }

    /// <summary>Key of what goes up.</summary>
    public GreKey UplinkKey { get; private set; }

    /// <summary>Key of what goes down.</summary>
    public GreKey DownlinkKey { get; private set; }

    /// <summary>The session as the data path has it.</summary>
    public GreSession Session { get; private set; }

    /// <summary>Whether the data path has one.</summary>
    public bool HasSession { get; private set; }

    /// <summary>Whether the kernel has what was installed.</summary>
    public SessionAudit Audit { get; private set; }

    /// <summary>What the session has carried.</summary>
    public SessionCounters Counters { get; private set; }

    /// <summary>Name and state of the other gateway.</summary>
    public PeerView Peer { get; private set; }

    /// <summary>Index of the interface of the tunnels.</summary>
    public int TunnelInterface { get; private set; }

    /// <summary>Programs of the data path that are not where they belong.</summary>
    public int ProgramsMissing { get; private set; }

    /// <summary>MAG: how long ago the node was heard on its link; null when it is not known there.</summary>
    public Duration? HeardAgo { get; private set; }

    /// <summary>Packets dropped since the start, by reason.</summary>
    public ReadOnlySpan<ulong> Drops => _drops;

    /// <inheritdoc/>
    protected override void Perform()
    {
        if (sources.Anchor is not null && FindAtAnchor(sources.Anchor))
        {
            ReadDataPath(sources.FirstAnchorSession);
        }
        else if (sources.Gateway is not null && FindAtGateway(sources.Gateway))
        {
            ReadDataPath(sources.FirstGatewaySession);
        }
    }

    private bool FindAtAnchor(AnchorDriver anchor)
    {
        for (int slot = 0; slot < anchor.Engine.Capacity; slot++)
        {
            if (!anchor.Engine.TryRead(slot, sources.Clock.Now, out BindingCacheEntryView view) || !Fits(view.Identifier, view.AccessPoint))
            {
                continue;
            }

            Keep(view.Identifier, view.AccessPoint);
            IsAtLma = true;
            AnchorState = view.State;
            Prefixes = view.HomeNetworkPrefixes;
            HomeAddress4 = view.HomeAddress4;
            DefaultRouter4 = view.DefaultRouter4;
            Path = view.Path;
            UplinkKey = view.UplinkKey;
            DownlinkKey = view.DownlinkKey;
            _sessionIndex = view.SessionIndex;
            _ = anchor.Engine.Peers.TryRead(view.Peer, out PeerView peer);
            Peer = peer;
            return true;
        }

        return false;
    }

    private bool FindAtGateway(GatewayDriver gateway)
    {
        for (int slot = 0; slot < gateway.Engine.Capacity; slot++)
        {
            if (!gateway.Engine.TryRead(slot, sources.Clock.Now, out BindingUpdateListEntryView view) || !Fits(view.Identifier, view.AccessPoint))
            {
                continue;
            }

            Keep(view.Identifier, view.AccessPoint);
            GatewayState = view.State;
            Prefixes = view.HomeNetworkPrefixes;
            HomeAddress4 = view.HomeAddress4;
            DefaultRouter4 = view.DefaultRouter4;
            Path = view.Path;
            UplinkKey = view.UplinkKey;
            DownlinkKey = view.DownlinkKey;
            _sessionIndex = view.SessionIndex;
            _ = gateway.Engine.Peers.TryRead(view.Peer, out PeerView peer);
            Peer = peer;
            int accessNode = view.AccessNode;
            if (gateway.Links.TryRead(ConnectionNumber.From(accessNode).Node, out AccessNodeView node))
            {
                HeardAgo = sources.Clock.Now.Since(node.LastHeard);
            }

            if (asksPresence)
            {
                gateway.AskPresence(accessNode);
            }

            return true;
        }

        return false;
    }

    private void Keep(ReadOnlySpan<byte> node, ReadOnlySpan<byte> name)
    {
        IsFound = true;
        _identifierLength = Math.Min(node.Length, _identifier.Length);
        node[.._identifierLength].CopyTo(_identifier);
        _accessPointLength = Math.Min(name.Length, _accessPoint.Length);
        name[.._accessPointLength].CopyTo(_accessPoint);
    }

    private void ReadDataPath(int firstSession)
    {
        int place = firstSession + _sessionIndex;
        HasSession = sources.DataPath.TryReadSession(place, out GreSession session);
        Session = session;
        Audit = sources.DataPath.Audit(place);
        _ = sources.DataPath.TryReadCounters(place, out SessionCounters counters);
        Counters = counters;
        TunnelInterface = sources.DataPath.TunnelInterfaceIndex;
        for (int i = 0; i < sources.DataPath.ProgramCount; i++)
        {
            ProgramsMissing += sources.DataPath.ReadProgram(i).Status == DataPathStatus.Ok ? 0 : 1;
        }

        for (int i = 0; i < _drops.Length; i++)
        {
            _drops[i] = sources.DataPath.DropCount((DropReason)i);
        }
    }

    private bool Fits(ReadOnlySpan<byte> node, ReadOnlySpan<byte> name) =>
        node.SequenceEqual(identifier) && (accessPoint.Length == 0 || name.SequenceEqual(accessPoint));
}

/// <summary>What a look is taken at: the rooms of one life of the node.</summary>
internal sealed record TunnelLookSources
{
    /// <summary>The LMA; null when the node is none.</summary>
    public AnchorDriver? Anchor { get; init; }

    /// <summary>The MAG; null when the node is none.</summary>
    public GatewayDriver? Gateway { get; init; }

    /// <summary>The data path.</summary>
    public required IGreDataPath DataPath { get; init; }

    /// <summary>Where the LMA's sessions begin in it.</summary>
    public int FirstAnchorSession { get; init; }

    /// <summary>Where the MAG's sessions begin in it.</summary>
    public int FirstGatewaySession { get; init; }

    /// <summary>The loop's clock.</summary>
    public required TurnClock Clock { get; init; }
}
