using System;
using System.IO;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Appliance.State;

/// <summary>
/// The file of kept bindings: beside the control socket, in a folder that the machine forgets when it boots. It holds keys, so it is for the
/// owner alone.
/// </summary>
internal sealed class KeptFile : IKeptMemory, IDisposable
{
    private readonly MappedFile _file;

    private KeptFile(MappedFile file) => _file = file;

    /// <inheritdoc/>
    public long Length => _file.Length;

    /// <summary>Where the bindings of the node with this control socket are kept.</summary>
    public static string PathOf(string controlSocket, bool isAnchor) => controlSocket + (isAnchor ? ".lma-bindings" : ".mag-bindings");

    /// <summary>Opens it with room for a shape. Without it the node runs as well.</summary>
    public static LinuxStatus TryOpen(string path, KeptShape shape, out KeptFile? file)
    {
        LinuxStatus status = MappedFile.TryOpen(path, KeptBindings.LengthFor(shape), out MappedFile? mapped);
        file = mapped is null ? null : new KeptFile(mapped);
        return status;
    }

    /// <summary>Removes what was kept of a node; what is not there is as good.</summary>
    public static void Delete(string controlSocket)
    {
        foreach (bool isAnchor in (ReadOnlySpan<bool>)[true, false])
        {
            string path = PathOf(controlSocket, isAnchor);
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
    }

    /// <inheritdoc/>
    public Span<byte> At(long offset, int length) => _file.At(offset, length);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
