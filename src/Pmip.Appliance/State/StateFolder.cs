using System;
using System.IO;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Appliance.State;

/// <summary>The folder on the node's own disk.</summary>
internal sealed class StateFolder : IStateFolder
{
    private readonly string _path;

    /// <summary>Names the folder, and makes it when it is not there; a failure shows when the first file is written.</summary>
    public StateFolder(string path)
    {
        _path = path;
        StableStorage.MakeFolder(path);
    }

    public LinuxStatus Read(string name, Span<byte> room, out int length) => StableStorage.Read(Path.Join(_path, name), room, out length);

    public LinuxStatus Write(string name, ReadOnlySpan<byte> octets) => StableStorage.Write(Path.Join(_path, name), octets);

    public LinuxStatus Synchronise(string name) => StableStorage.Synchronise(Path.Join(_path, name));

    public LinuxStatus Rename(string from, string to) => StableStorage.Rename(Path.Join(_path, from), Path.Join(_path, to));

    public LinuxStatus SynchroniseNames() => StableStorage.Synchronise(_path);
}
