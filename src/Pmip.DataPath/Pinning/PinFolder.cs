using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Pmip.Linux;
using Pmip.Linux.Bpf;

namespace Pmip.DataPath.Pinning;

/// <summary>
/// The folder in which the data path leaves what goes on without a process. One process has it at a time.
/// <code>
///   vLAYOUT/TABLE                  the tables, whole and of one layout: the folder gets this name when all is in it
///   next/TABLE                     tables that are being made; nobody needs them before they have the name above
///   old-vLAYOUT/TABLE              tables that were replaced; they count again when the process died over the change
///   links/KIND-PROGRAM-INTERFACE   a program at its place: KIND tcx or xdp is its link, KIND clsact the program of a filter
/// </code>
/// </summary>
internal sealed class PinFolder : IDisposable
{
    private const string Next = "next";
    private const string Old = "old-";
    private const string Links = "links";

    private readonly string _root;
    private readonly LinuxDescriptor _holder;

    private PinFolder(string root, LinuxDescriptor holder)
    {
        _root = root;
        _holder = holder;
    }

    /// <summary>The folder of links.</summary>
    public string LinkFolder => Path.Combine(_root, Links);

    /// <summary>
    /// Takes the folder, and mends what a process left that died in the middle of a change. Null, and in <paramref name="problem"/> why, when
    /// it cannot be had; <paramref name="isTaken"/> when another process has it.
    /// </summary>
    public static PinFolder? TryOpen(string root, out bool isTaken, out string problem)
    {
        isTaken = false;
        LinuxStatus status = BpfFileSystem.Ensure(root);
        if (!status.IsOk)
        {
            problem = $"{root} is no folder of a bpffs, and none can be mounted: {status.Message}";
            return null;
        }

        status = BpfFileSystem.TryLock(root, out LinuxDescriptor? holder);
        isTaken = status.IsWouldBlock;
        if (holder is null)
        {
            problem = isTaken ? $"{root} is in use by another process" : $"{root}: {status.Message}";
            return null;
        }

        PinFolder folder = new(root, holder);
        try
        {
            folder.Mend();
            Directory.CreateDirectory(folder.LinkFolder);
            problem = "";
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{root}: {error.Message}";
            folder.Dispose();
            return null;
        }
    }

    /// <summary>The tables that are there, and their layout; null when there are none.</summary>
    public string? FindTables(out int layout)
    {
        foreach (string folder in Directory.GetDirectories(_root, "v*"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan())[1..], NumberStyles.None, CultureInfo.InvariantCulture, out layout))
            {
                return folder;
            }
        }

        layout = 0;
        return null;
    }

    /// <summary>An empty folder for tables that are being made.</summary>
    public string BeginTables()
    {
        string folder = Path.Combine(_root, Next);
        RemoveFolder(folder);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Gives the tables that were made their name; those of before, which nothing uses any more, go.</summary>
    public LinuxStatus CommitTables(int layout)
    {
        if (FindTables(out _) is string before)
        {
            LinuxStatus status = BpfFileSystem.Rename(before, Path.Combine(_root, Old + Path.GetFileName(before)));
            if (!status.IsOk)
            {
                return status;
            }
        }

        LinuxStatus named = BpfFileSystem.Rename(Path.Combine(_root, Next), Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"v{layout}")));
        if (named.IsOk)
        {
            RemoveOld();
        }

        return named;
    }

    /// <summary>What links there are.</summary>
    public List<PinnedLink> ReadLinks()
    {
        List<PinnedLink> found = [];
        foreach (string path in Directory.GetFiles(LinkFolder))
        {
            if (PinnedLink.TryParse(path, out PinnedLink link))
            {
                found.Add(link);
            }
        }

        return found;
    }

    /// <summary>
    /// Takes everything out, and the folder too where it is not the mounted one itself. Filters and the tunnel interface are others' to remove.
    /// </summary>
    public void Clear()
    {
        foreach (string folder in Directory.GetDirectories(_root))
        {
            RemoveFolder(folder);
        }

        Dispose();
        try
        {
            Directory.Delete(_root);
        }
        catch (IOException)
        {
            // The place where the file system is mounted, or somebody else's things are in it: it is empty of ours.
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _holder.Dispose();

    private void Mend()
    {
        string[] old = Directory.GetDirectories(_root, Old + "*");
        if (old.Length > 0 && FindTables(out _) is null)
        {
            // It died between the two renames. The sessions of both are the same: nothing changes a session before the change is over.
            BpfFileSystem.Rename(old[0], Path.Combine(_root, Path.GetFileName(old[0])[Old.Length..]));
        }

        RemoveOld();
        RemoveFolder(Path.Combine(_root, Next));
    }

    private void RemoveOld()
    {
        foreach (string folder in Directory.GetDirectories(_root, Old + "*"))
        {
            RemoveFolder(folder);
        }
    }

    private static void RemoveFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
