using System;
using System.Buffers.Binary;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;

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

    /// <summary>A hash with a secret key of its own. Without one it would be no secret, so a kernel that gives none is an invariant broken.</summary>
    public static SipHash DrawHash()
    {
        Span<byte> key = stackalloc byte[2 * sizeof(ulong)];
        Invariant.Require(Fill(key).IsOk);
        return new SipHash(BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[sizeof(ulong)..]));
    }
}
