using System;
using Pmip.Foundation;

namespace Pmip.Linux.Processes;

/// <summary>The kernel's random source, for secrets.</summary>
public static unsafe class KernelRandom
{
    /// <summary>Fills <paramref name="octets"/>; waits once after boot until the kernel has entropy.</summary>
    public static LinuxStatus Fill(Span<byte> octets)
    {
        while (octets.Length > 0)
        {
            nint filled;
            fixed (byte* first = octets)
            {
                filled = LibC.GetRandom(first, (nuint)octets.Length, 0);
            }

            if (filled < 0)
            {
                LinuxStatus status = LinuxStatus.Last;
                if (status.Errno != LinuxAbi.EINTR)
                {
                    return status;
                }

                continue;
            }

            Invariant.Require(filled > 0);
            octets = octets[(int)filled..];
        }

        return LinuxStatus.Ok;
    }
}
