using System;

namespace Pmip.Linux.Processes;

/// <summary>A descriptor inherited from whoever started us, on which we say once that we are ready.</summary>
public static unsafe class ReadyDescriptor
{
    /// <summary>Writes the line <c>ready</c> to <paramref name="descriptor"/> and closes it.</summary>
    public static LinuxStatus Notify(int descriptor)
    {
        if (descriptor < 0)
        {
            return new LinuxStatus(LinuxAbi.EINVAL);
        }

        using LinuxDescriptor ready = new(descriptor);
        ReadOnlySpan<byte> line = "ready\n"u8;
        fixed (byte* first = line)
        {
            return LinuxStatus.From(LibC.Write(ready, first, (nuint)line.Length));
        }
    }
}
