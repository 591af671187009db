using System;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Board.Resets;

/// <summary>The records in a file of the folder of state, all its room taken when it is made.</summary>
public sealed class RecordFile : IRecordStorage
{
    /// <summary>Name of the file in the folder of state.</summary>
    public const string FileName = "runs";

    private readonly PlacedFile _file;

    private RecordFile(PlacedFile file) => _file = file;

    /// <summary>Opens or makes it.</summary>
    public static LinuxStatus TryOpen(string path, out RecordFile? records)
    {
        LinuxStatus status = PlacedFile.TryOpen(path, RunLedger.StorageLength, out PlacedFile? file);
        records = file is null ? null : new RecordFile(file);
        return status;
    }

    /// <inheritdoc/>
    public LinuxStatus Read(long offset, Span<byte> room) => _file.Read(offset, room);

    /// <inheritdoc/>
    public LinuxStatus Write(long offset, ReadOnlySpan<byte> octets) => _file.Write(offset, octets);

    /// <inheritdoc/>
    public LinuxStatus Synchronise() => _file.Synchronise();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
