using System;
using System.Buffers.Binary;
using System.Text;
using Pmip.Foundation;

namespace Pmip.Linux.Bpf;

/// <summary>Names in a <c>bpffs</c> for what has a descriptor, and descriptors for names.</summary>
internal static unsafe class BpfPin
{
    /// <summary>Gives what <paramref name="descriptor"/> stands for a name; EEXIST when something has it.</summary>
    public static LinuxStatus Set(int descriptor, string path) => Set(descriptor, Encoding.UTF8.GetBytes(path + '\0'));

    /// <summary>The same with a name in octets that ends with a zero; allocates nothing.</summary>
    public static LinuxStatus Set(int descriptor, ReadOnlySpan<byte> path) => LinuxStatus.From(Call(BpfCalls.ObjectPin, path, descriptor));

    /// <summary>A descriptor of what has the name; negative when <see cref="LinuxStatus.Last"/> says why not.</summary>
    public static int Open(string path) => Open(Encoding.UTF8.GetBytes(path + '\0'));

    /// <summary>The same with a name in octets that ends with a zero; allocates nothing.</summary>
    public static int Open(ReadOnlySpan<byte> path) => Call(BpfCalls.ObjectGet, path, 0);

    private static int Call(int command, ReadOnlySpan<byte> path, int descriptor)
    {
        Invariant.Require(path.Length > 0 && path[^1] == 0);
        Span<byte> attributes = stackalloc byte[16];
        attributes.Clear();
        fixed (byte* first = path)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(attributes, (ulong)first);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[8..], descriptor);
            return BpfCalls.Call(command, attributes);
        }
    }
}
