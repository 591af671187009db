using System.IO;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Network;

/// <summary>
/// A bpffs in the folder of a lab, mounted before any node starts: <c>ip netns exec</c> hides the machine's own, and with this one
/// everything that the nodes keep goes when the lab unmounts it.
/// </summary>
internal static class PinPlace
{
    private const string Name = "bpf";

    /// <summary>Mounts it.</summary>
    public static void Mount(string labFolder)
    {
        string place = Path.Combine(labFolder, Name);
        Directory.CreateDirectory(place);
        Command.Require("mount", "-t", "bpf", "bpf", place);
    }

    /// <summary>Takes it away with all that is in it; nothing happens when there is none.</summary>
    public static void Unmount(string labFolder)
    {
        string place = Path.Combine(labFolder, Name);
        if (Directory.Exists(place))
        {
            Command.Run("umount", place);
        }
    }

    /// <summary>The folder of the node with this control socket.</summary>
    public static string FolderOf(string socket) =>
        Path.Combine(Path.GetDirectoryName(socket)!, Name, Path.GetFileNameWithoutExtension(socket));
}
