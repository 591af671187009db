using Microsoft.Win32.SafeHandles;

namespace Pmip.Linux;

/// <summary>Owns a file descriptor and closes it once.</summary>
public sealed class LinuxDescriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes ownership of <paramref name="descriptor"/>, which may be -1 for "none".</summary>
    public LinuxDescriptor(int descriptor)
        : base(ownsHandle: true)
    {
        SetHandle(descriptor);
    }

    /// <summary>The number, for epoll and for BPF calls. Valid while this object lives.</summary>
    public int Number => (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
