namespace Pmip.Linux.Bpf;

/// <summary>Kinds of tables, with the kernel's numbers.</summary>
public enum BpfMapType
{
    /// <summary>Hash table.</summary>
    Hash = 1,

    /// <summary>Array.</summary>
    Array = 2,

    /// <summary>Array with one value for each possible processor.</summary>
    PerCpuArray = 6,

    /// <summary>Longest-prefix match.</summary>
    LpmTrie = 11,

    /// <summary>Processors that XDP programs can give packets to.</summary>
    CpuMap = 16,

    /// <summary>Interfaces that XDP programs can give packets to, by interface number.</summary>
    DeviceHash = 25,
}
