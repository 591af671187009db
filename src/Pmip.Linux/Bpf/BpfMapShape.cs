using System;

namespace Pmip.Linux.Bpf;

/// <summary>What a table is made as.</summary>
/// <param name="Name">Name in the object file; the kernel keeps the first 15 characters.</param>
/// <param name="Type">Kind.</param>
/// <param name="KeyLength">Octets of a key.</param>
/// <param name="ValueLength">Octets of a value.</param>
/// <param name="EntriesMax">Entries that it holds.</param>
/// <param name="Flags">How it is kept.</param>
public readonly record struct BpfMapShape(string Name, BpfMapType Type, int KeyLength, int ValueLength, int EntriesMax, BpfMapFlags Flags)
{
    // The kernel adds to a table of interfaces that programs may only read it.
    private const BpfMapFlags AddedByKernel = (BpfMapFlags)(1u << 7);

    /// <summary>True when programs and processes that know the one can use the other.</summary>
    public bool Fits(in BpfMapShape other) =>
        Type == other.Type && KeyLength == other.KeyLength && ValueLength == other.ValueLength && EntriesMax == other.EntriesMax
        && (Flags & ~AddedByKernel) == (other.Flags & ~AddedByKernel);
}

/// <summary>How a table is kept, with the kernel's numbers.</summary>
[Flags]
public enum BpfMapFlags : uint
{
    /// <summary>All entries are allocated when the table is made.</summary>
    None = 0,

    /// <summary>Entries are allocated when they are added; a longest-prefix table must have it.</summary>
    NoPreallocation = 1,

    /// <summary>User space may map the values of an array into its memory.</summary>
    Mappable = 1 << 10,
}
