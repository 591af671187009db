namespace Pmip.Linux.Bpf;

/// <summary>Where a program runs, with the kernel's numbers.</summary>
public enum BpfProgramType
{
    /// <summary>On a socket: the result is how many octets of the packet it gets.</summary>
    SocketFilter = 1,

    /// <summary>At a traffic classifier: the result is a verdict.</summary>
    Classifier = 3,

    /// <summary>In the driver, before there is a buffer: the result is a verdict.</summary>
    Xdp = 6,
}

/// <summary>What a program of a type is for in particular, with the kernel's numbers.</summary>
public enum BpfAttachType
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>XDP at an entry of a <see cref="BpfMapType.CpuMap"/>.</summary>
    XdpProcessor = 35,

    /// <summary>XDP at an interface.</summary>
    Xdp = 37,
}
