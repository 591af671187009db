using System;
using System.Buffers.Binary;

namespace Pmip.Linux.Bpf;

/// <summary>What the kernel tells of a table, a program or a link that has a descriptor.</summary>
internal static unsafe class BpfInformation
{
    /// <summary>Reads as much as there is room for; what this kernel does not know is zero.</summary>
    public static LinuxStatus Read(int descriptor, Span<byte> room)
    {
        room.Clear();
        Span<byte> attributes = stackalloc byte[16];
        attributes.Clear();
        fixed (byte* first = room)
        {
            BinaryPrimitives.WriteInt32LittleEndian(attributes, descriptor);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], room.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[8..], (ulong)first);
            return LinuxStatus.From(BpfCalls.Call(BpfCalls.ObjectInformation, attributes));
        }
    }
}
