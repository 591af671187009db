using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Pmip.EndToEnd.Store;

/// <summary>A test on a block device whose blocks are a file: skipped where the machine has none, or cannot make a file system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LoopDeviceFactAttribute : FactAttribute
{
    public LoopDeviceFactAttribute()
    {
        Skip = !Environment.IsPrivilegedProcess ? RootReason.Text
            : Tools.Has("mkfs.ext4") && File.Exists("/dev/loop-control") && File.Exists("/dev/loop0") ? null
            : "needs mkfs.ext4 and loop devices";
    }
}

/// <summary>A test in which calls of the system fail on command: skipped where strace is not there to make them fail.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TracedFactAttribute : FactAttribute
{
    public TracedFactAttribute()
    {
        Skip = !Environment.IsPrivilegedProcess ? RootReason.Text : Tools.Has("strace") ? null : "needs strace";
    }
}

internal static class Tools
{
    internal static bool Has(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));
}
