namespace Pmip.Wire.Capture;

/// <summary>What the packets of a capture start with (the LINKTYPE_ registry of the pcap format).</summary>
public enum LinkType : ushort
{
    /// <summary>Four octets of address family in the capturing host's order, then IP.</summary>
    Null = 0,

    /// <summary>Ethernet.</summary>
    Ethernet = 1,

    /// <summary>IP, as some systems number it.</summary>
    RawDlt = 12,

    /// <summary>IP of either version.</summary>
    Raw = 101,

    /// <summary>Linux "any" device, first form.</summary>
    LinuxCooked = 113,

    /// <summary>IPv4.</summary>
    Ipv4 = 228,

    /// <summary>IPv6.</summary>
    Ipv6 = 229,

    /// <summary>Linux "any" device, second form.</summary>
    LinuxCooked2 = 276,
}
