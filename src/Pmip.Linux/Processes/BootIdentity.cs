using System;
using System.IO;

namespace Pmip.Linux.Processes;

/// <summary>Which run of the machine this is: a number that the kernel draws when it boots.</summary>
/// <param name="High">The first half of it.</param>
/// <param name="Low">The second half of it.</param>
public readonly record struct BootIdentity(ulong High, ulong Low)
{
    /// <summary>True when the kernel did not tell.</summary>
    public bool IsUnknown => High == 0 && Low == 0;

    /// <summary>The present one; unknown when the kernel does not tell.</summary>
    public static BootIdentity Read(string path = "/proc/sys/kernel/random/boot_id")
    {
        try
        {
            UInt128 number = Guid.TryParse(File.ReadAllText(path).AsSpan().Trim(), out Guid identity)
                ? System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(identity.ToByteArray(bigEndian: true))
                : UInt128.Zero;
            return new BootIdentity((ulong)(number >> 64), (ulong)(number & ulong.MaxValue));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
