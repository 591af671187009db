using System;
using Pmip.Linux;

namespace Pmip.Board.Resets;

/// <summary>A medium of fixed length that is read and written in place. The steps are apart, so that a test can lose power between any two.</summary>
public interface IRecordStorage : IDisposable
{
    /// <summary>Fills <paramref name="room"/> from an offset on.</summary>
    LinuxStatus Read(long offset, Span<byte> room);

    /// <summary>Writes in place, perhaps in memory only. Allocates nothing.</summary>
    LinuxStatus Write(long offset, ReadOnlySpan<byte> octets);

    /// <summary>Brings what was written to the medium. Allocates nothing.</summary>
    LinuxStatus Synchronise();
}
