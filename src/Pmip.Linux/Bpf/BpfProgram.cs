using System;
using System.Buffers.Binary;
using System.Text;

namespace Pmip.Linux.Bpf;

/// <summary>A program that the kernel has verified and taken.</summary>
public sealed unsafe class BpfProgram : IDisposable
{
    private const int NameMax = 15;
    private const int LogLength = 1 << 20;
    private const int InformationLength = 8;

    private readonly LinuxDescriptor _descriptor;

    private BpfProgram(LinuxDescriptor descriptor)
    {
        _descriptor = descriptor;
    }

    /// <summary>File descriptor, to attach it.</summary>
    public int Descriptor => _descriptor.Number;

    /// <summary>Loads the instructions. When the kernel refuses, <paramref name="log"/> is what its verifier says.</summary>
    public static LinuxStatus TryLoad(
        string name, BpfProgramType type, ReadOnlySpan<byte> instructions, out BpfProgram? program, out string log,
        BpfAttachType attachType = BpfAttachType.None)
    {
        log = "";
        program = null;
        LinuxStatus status = Load(name, type, attachType, instructions, default, out int descriptor);
        if (!status.IsOk)
        {
            byte[] text = new byte[LogLength];
            status = Load(name, type, attachType, instructions, text, out descriptor);
            int end = Array.IndexOf(text, (byte)0);
            log = Encoding.UTF8.GetString(text, 0, end < 0 ? text.Length : end);
        }

        if (status.IsOk)
        {
            program = new BpfProgram(new LinuxDescriptor(descriptor));
        }

        return status;
    }

    /// <summary>Gives it a name in a <see cref="BpfFileSystem"/>, by which it outlives this object; octets that end with a zero.</summary>
    public LinuxStatus Pin(ReadOnlySpan<byte> path) => BpfPin.Set(Descriptor, path);

    /// <summary>Reads the number that the kernel gave it.</summary>
    public LinuxStatus TryReadId(out uint id)
    {
        Span<byte> information = stackalloc byte[InformationLength];
        LinuxStatus status = BpfInformation.Read(Descriptor, information);
        id = BinaryPrimitives.ReadUInt32LittleEndian(information[4..]);
        return status;
    }

    /// <summary>
    /// Runs the program once on a packet, as tests do. <paramref name="context"/> is the <c>struct __sk_buff</c> to start from, or empty.
    /// </summary>
    public LinuxStatus TestRun(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> context, Span<byte> result, out int resultLength, out uint verdict) =>
        TestRun(packet, context, result, 1, out resultLength, out verdict, out _);

    /// <summary>The same so many times; <paramref name="nanoseconds"/> is the mean time of one. The packet is not made anew between them.</summary>
    public LinuxStatus TestRun(
        ReadOnlySpan<byte> packet, ReadOnlySpan<byte> context, Span<byte> result, int times, out int resultLength, out uint verdict, out uint nanoseconds)
    {
        Span<byte> attributes = stackalloc byte[BpfCalls.AttributesLength];
        attributes.Clear();
        fixed (byte* packetOctets = packet)
        fixed (byte* contextOctets = context)
        fixed (byte* resultOctets = result)
        {
            BinaryPrimitives.WriteInt32LittleEndian(attributes, Descriptor);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[8..], packet.Length);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[12..], result.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[16..], (ulong)packetOctets);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[24..], (ulong)resultOctets);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[32..], times);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[40..], context.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[48..], (ulong)contextOctets);
            LinuxStatus status = LinuxStatus.From(BpfCalls.Call(BpfCalls.ProgramTestRun, attributes));
            verdict = BinaryPrimitives.ReadUInt32LittleEndian(attributes[4..]);
            resultLength = BinaryPrimitives.ReadInt32LittleEndian(attributes[12..]);
            nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(attributes[36..]);
            return status;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private static LinuxStatus Load(
        string name, BpfProgramType type, BpfAttachType attachType, ReadOnlySpan<byte> instructions, Span<byte> log, out int descriptor)
    {
        Span<byte> attributes = stackalloc byte[BpfCalls.AttributesLength];
        attributes.Clear();
        fixed (byte* first = instructions)
        fixed (byte* license = "GPL\0"u8)
        fixed (byte* logOctets = log)
        {
            BinaryPrimitives.WriteInt32LittleEndian(attributes, (int)type);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], instructions.Length / 8);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[8..], (ulong)first);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[16..], (ulong)license);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[24..], log.IsEmpty ? 0 : 1);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[28..], log.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[32..], (ulong)logOctets);
            Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(NameMax, name.Length)), attributes[48..]);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[68..], (int)attachType);
            descriptor = BpfCalls.Call(BpfCalls.ProgramLoad, attributes);
            return LinuxStatus.From(descriptor);
        }
    }
}
