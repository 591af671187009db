using System;
using System.Buffers.Binary;

namespace Pmip.Foundation.Randomness;

/// <summary>
/// Unguessable numbers from a 128-bit secret that the host draws once from the kernel: SipHash-2-4 in counter mode. The
/// secret comes in as a parameter, so a run under test repeats exactly. For GRE keys; jitter uses <see cref="Prng"/>.
/// </summary>
public sealed class KeyStream(ulong secret0, ulong secret1)
{
    private readonly SipHash _function = new(secret0, secret1);
    private ulong _counter;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        Span<byte> block = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(block, _counter);
        _counter = unchecked(_counter + 1);
        return _function.Strong(block);
    }
}
