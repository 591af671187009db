using Pmip.Foundation.Addressing;

namespace Pmip.Simulation.Worlds;

/// <summary>A binding as the world sees it from outside, to tell what a step has changed.</summary>
public record struct BindingImage
{
    public bool Exists;

    /// <summary>LMA: registered and not in its grace time. MAG: the session is up.</summary>
    public bool IsActive;
    public byte State;
    public int Identity;
    public int AccessPoint;
    public int PdnConnectionId;
    public int PrefixCount;
    public IpPrefix Prefix;
    public IpAddress Address4;

    /// <summary>LMA: the Proxy-CoA.</summary>
    public IpAddress CareOf;
    public GreKey UplinkKey;
    public GreKey DownlinkKey;

    /// <summary>When it ends unless it is refreshed; 0 while nothing is registered.</summary>
    public long Deadline;
    public long Granted;
    public int Session;
    public int Peer;
    public int AccessNode;
}
