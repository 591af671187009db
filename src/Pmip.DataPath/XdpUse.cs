namespace Pmip.DataPath;

/// <summary>
/// Which interfaces get XDP programs in addition to those of the traffic classifier. XDP is several times cheaper per packet, but it
/// sees no packets that are joined for segmentation later, so bulk transfers between software interfaces are faster without it.
/// </summary>
public enum XdpUse : byte
{
    /// <summary>
    /// Those of real devices whose driver does it, when there is one on either side. Not veth, VLAN, bridge or bond: there frames come
    /// joined to 64 KiB, which XDP would have taken apart first.
    /// </summary>
    Auto,

    /// <summary>None.</summary>
    Off,

    /// <summary>Every one whose driver does it, software interfaces too.</summary>
    Force,

    /// <summary>Every one, behind the driver where it must be: for tests, since it is slower than the traffic classifier.</summary>
    Generic,
}

/// <summary>LMA: how packets out of tunnels go on.</summary>
public enum ServiceForwarding : byte
{
    /// <summary>Through the kernel's forwarding, where its firewall sees them.</summary>
    Kernel,

    /// <summary>Straight to the wire where the kernel's route is to a service interface; no firewall sees them.</summary>
    Direct,
}
