using System;
using System.IO;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Appliance.Store;

/// <summary>Block files in a folder of the node's own disk.</summary>
/// <param name="path">The folder.</param>
internal sealed class BlockFolder(string path) : IBlockFolder
{
    /// <inheritdoc/>
    public LinuxStatus TryOpen(string name, out IBlockFile? file, out bool isReadOnly)
    {
        isReadOnly = false;
        LinuxStatus status = BlockFile.TryOpen(Path.Join(path, name), isReadOnly: false, out BlockFile? opened);
        if (!status.IsOk && status.Errno != StableStorage.NotFound)
        {
            isReadOnly = BlockFile.TryOpen(Path.Join(path, name), isReadOnly: true, out opened).IsOk;
        }

        file = opened is null ? null : new File(opened);
        return isReadOnly ? LinuxStatus.Ok : status;
    }

    /// <inheritdoc/>
    public LinuxStatus Make(string name, int length)
    {
        string temporary = Path.Join(path, name + ".new");
        LinuxStatus status = BlockFile.Make(temporary, length);
        status = status.IsOk ? StableStorage.Rename(temporary, Path.Join(path, name)) : status;
        return status.IsOk ? StableStorage.Synchronise(path) : status;
    }

    /// <inheritdoc/>
    public LinuxStatus SetAside(string name) => StableStorage.Rename(Path.Join(path, name), Path.Join(path, name + ".damaged"));

    private sealed class File(BlockFile file) : IBlockFile
    {
        public long Length => file.Length;

        public LinuxStatus Read(long offset, Span<byte> room, out int length) => file.Read(offset, room, out length);

        public LinuxStatus Write(long offset, ReadOnlySpan<byte> octets, out int length) => file.Write(offset, octets, out length);

        public LinuxStatus Synchronise() => file.Synchronise();

        public void Dispose() => file.Dispose();
    }
}
