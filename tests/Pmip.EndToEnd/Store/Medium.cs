using System;
using System.Globalization;
using System.IO;
using Pmip.Lab.Processes;

namespace Pmip.EndToEnd.Store;

/// <summary>A file system of its own under a folder: small, so that it can be full, and nobody else's, so that it can be read-only.</summary>
internal sealed class Medium : IDisposable
{
    private readonly string? _image;

    private Medium(string folder, string? image)
    {
        Folder = folder;
        _image = image;
    }

    /// <summary>Where it is mounted.</summary>
    internal string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>One in memory.</summary>
    internal static Medium InMemory(string folder, int kibibytes)
    {
        Directory.CreateDirectory(folder);
        Command.Require("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k"), "none", folder);
        return new Medium(folder, null);
    }

    /// <summary>One with a journal, on a block device whose blocks are a file.</summary>
    internal static Medium OnLoopDevice(string folder, int kibibytes)
    {
        Directory.CreateDirectory(folder);
        string image = folder + ".ext4";
        using (FileStream blocks = File.Create(image))
        {
            blocks.SetLength(kibibytes * 1024L);
        }

        Command.Require("mkfs.ext4", "-q", "-F", image);
        Command.Require("mount", "-o", "loop", image, folder);
        return new Medium(folder, image);
    }

    /// <summary>Takes every octet that is left.</summary>
    internal void Fill()
    {
        CommandResult filled = Command.Run("dd", "if=/dev/zero", "of=" + Filler, "bs=1k", "oflag=append", "conv=notrunc");
        if (!filled.Error.Contains("No space left", StringComparison.Ordinal))
        {
            throw new LabException($"the medium cannot be filled: {filled.Error}");
        }
    }

    /// <summary>Gives them back.</summary>
    internal void Clear() => File.Delete(Filler);

    /// <summary>From now on nothing can be written; or again everything.</summary>
    internal void Remount(bool isReadOnly) => Command.Require("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Folder);

    public void Dispose()
    {
        Command.Require("umount", Folder);
        if (_image is not null)
        {
            File.Delete(_image);
        }
    }
}
