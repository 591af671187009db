namespace Pmip.Engine.Sessions;

/// <summary>Which end of the tunnel this node is.</summary>
public enum TunnelRole : byte
{
    /// <summary>Mobile access gateway: sends with the uplink key, receives with the downlink key.</summary>
    Mag,

    /// <summary>Local mobility anchor: sends with the downlink key, receives with the uplink key.</summary>
    Lma,
}
