namespace Pmip.Linux.Bpf;

/// <summary>Where on an interface a link keeps a program, with the kernel's numbers.</summary>
public enum BpfLinkPoint
{
    /// <summary>Before the buffers of the kernel, in the driver.</summary>
    Xdp = 37,

    /// <summary>At the traffic classifiers, inwards; from Linux 6.6.</summary>
    Ingress = 46,

    /// <summary>At the traffic classifiers, outwards; from Linux 6.6.</summary>
    Egress = 47,
}
