using System;
using System.IO;
using Pmip.Linux.Bpf;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>A bpffs of a test, gone with it and everything in it.</summary>
internal sealed class PinnedPlace : IDisposable
{
    private readonly string _mount = Directory.CreateTempSubdirectory("pmip-pins-").FullName;

    public PinnedPlace()
    {
        Assert.Equal("success", BpfFileSystem.Ensure(_mount).Message);
    }

    /// <summary>A folder in it, which is not there yet.</summary>
    public string Folder => Path.Combine(_mount, "node");

    public void Dispose()
    {
        Assert.Equal("success", BpfFileSystem.Unmount(_mount).Message);
        Directory.Delete(_mount);
    }
}
