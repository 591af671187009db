namespace Pmip.DataPath.Ladder;

/// <summary>A way in which packets can be carried between two ports, the fastest first.</summary>
public enum Rung : byte
{
    /// <summary>The vendor's plug-in.</summary>
    Plugin,

    /// <summary>tc flower rules that the device takes (<c>skip_sw</c>).</summary>
    Flower,

    /// <summary>XDP programs in the drivers of both ports.</summary>
    Xdp,

    /// <summary>BPF programs at the traffic classifiers.</summary>
    Tc,

    /// <summary>The kernel's own GRE device and flower rules in software: where bpf(2) is refused.</summary>
    Kernel,
}
