using System;
using System.IO;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Board.Resets;

/// <summary>The records in a file of the folder of state, all its room taken when it is made: a full disk refuses no record.</summary>
public sealed class RecordFile : IRecordStorage
{
    /// <summary>Name of the file in the folder of state.</summary>
    public const string FileName = "runs";

    private const int Interrupted = 4; // EINTR
    private const int InputOutput = 5; // EIO
    private readonly BlockFile _file;

    private RecordFile(BlockFile file) => _file = file;

    /// <summary>Opens it; one that is absent or too short is made anew.</summary>
    public static LinuxStatus TryOpen(string folder, out RecordFile? records)
    {
        string path = Path.Join(folder, FileName);
        LinuxStatus status = BlockFile.TryOpen(path, isReadOnly: false, out BlockFile? file);
        if (status.Errno == StableStorage.NotFound || file is { Length: < RunLedger.StorageLength })
        {
            file?.Dispose();
            status = BlockFile.Make(path, RunLedger.StorageLength);
            status = status.IsOk ? StableStorage.Synchronise(folder) : status;
            status = status.IsOk ? BlockFile.TryOpen(path, isReadOnly: false, out file) : status;
        }

        records = status.IsOk && file is not null ? new RecordFile(file) : null;
        return status;
    }

    /// <inheritdoc/>
    public LinuxStatus Read(long offset, Span<byte> room)
    {
        while (room.Length > 0)
        {
            LinuxStatus status = _file.Read(offset, room, out int length);
            if (!status.IsOk && status.Errno != Interrupted)
            {
                return status;
            }

            if (status.IsOk && length == 0)
            {
                return new LinuxStatus(InputOutput);
            }

            room = room[length..];
            offset += length;
        }

        return LinuxStatus.Ok;
    }

    /// <inheritdoc/>
    public LinuxStatus Write(long offset, ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0)
        {
            LinuxStatus status = _file.Write(offset, octets, out int length);
            if (!status.IsOk && status.Errno != Interrupted)
            {
                return status;
            }

            octets = octets[length..];
            offset += length;
        }

        return LinuxStatus.Ok;
    }

    /// <inheritdoc/>
    public LinuxStatus Synchronise() => _file.Synchronise();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
