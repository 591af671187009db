namespace Pmip.Linux.Bpf;

/// <summary>Where a program runs, with the kernel's numbers.</summary>
public enum BpfProgramType
{
    /// <summary>On a socket: the result is how many octets of the packet it gets.</summary>
    SocketFilter = 1,

    /// <summary>At a traffic classifier: the result is a verdict.</summary>
    Classifier = 3,
}
