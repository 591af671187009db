using System;
using System.IO;
using Pmip.Linux.Bpf;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>A bpffs of a test, gone with it and everything in it. Its name is that of a lab's, so that a killed run's is found.</summary>
internal sealed class PinnedPlace : IDisposable
{
    private readonly string _around = Directory.CreateTempSubdirectory($"pmip-lab-{Environment.ProcessId}-pins").FullName;

    public PinnedPlace()
    {
        Assert.Equal("success", BpfFileSystem.Ensure(Mount).Message);
    }

    /// <summary>A folder in it, which is not there yet.</summary>
    public string Folder => Path.Combine(Mount, "node");

    private string Mount => Path.Combine(_around, "bpf");

    public void Dispose()
    {
        Assert.Equal("success", BpfFileSystem.Unmount(Mount).Message);
        Directory.Delete(_around, recursive: true);
    }
}
