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

    /// <summary>The number, for epoll and for BPF calls; -1 for none. Valid while this object lives.</summary>
    public int Number => (int)handle;

    /// <summary>
    /// Closes what it owns and takes ownership of <paramref name="descriptor"/>, which may be -1 for "none": so one object, made
    /// at start, serves one descriptor after the other. Only for the thread that uses it.
    /// </summary>
    public void Replace(int descriptor)
    {
        if (!IsInvalid)
        {
            LibC.Close((int)handle);
        }

        SetHandle(descriptor);
    }

    /// <summary>Gives up ownership: the caller closes the descriptor, or hands it to another owner.</summary>
    public int Release()
    {
        int descriptor = (int)handle;
        SetHandle(-1);
        return descriptor;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
