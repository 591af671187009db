namespace Pmip.DataPath.Ladder;

/// <summary>What carries the packets of one session, as far as the counters prove it.</summary>
public enum Placement : byte
{
    /// <summary>No session.</summary>
    None,

    /// <summary>BPF programs at the traffic classifiers.</summary>
    Tc,

    /// <summary>XDP programs in the drivers of both ports.</summary>
    Xdp,

    /// <summary>The kernel's GRE device and flower rules in software.</summary>
    Kernel,

    /// <summary>The device has taken the flower rules; no packet has proved yet that it forwards by them.</summary>
    Flower,

    /// <summary>The vendor's plug-in has taken the session, and nothing speaks against its carrying it.</summary>
    Plugin,

    /// <summary>Flower rules in the device, whose own counters move.</summary>
    Hardware,
}
