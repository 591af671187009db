using System;
using Pmip.Linux;

namespace Pmip.Appliance.Store;

/// <summary>
/// A file of fixed length that is written in place, as the kernel's calls are: each may do less than was asked, may be interrupted,
/// and what was written is safe only once it was synchronised. A model of losing power stands in for it in tests.
/// </summary>
internal interface IBlockFile : IDisposable
{
    /// <summary>Octets in the file; -1 when that cannot be said.</summary>
    long Length { get; }

    /// <summary>Reads from a place; zero octets at the end of the file.</summary>
    LinuxStatus Read(long offset, Span<byte> room, out int length);

    /// <summary>Writes to a place, perhaps in memory only; fewer octets than were given may have been taken.</summary>
    LinuxStatus Write(long offset, ReadOnlySpan<byte> octets, out int length);

    /// <summary>Brings what was written to the medium.</summary>
    LinuxStatus Synchronise();
}
