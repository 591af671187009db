using System;
using System.Buffers.Binary;

namespace Pmip.Linux.Bpf;

/// <summary>
/// A program at its place on an interface. It stays there as long as somebody holds the link: this object, or a name in a
/// <see cref="BpfFileSystem"/>. The program can be changed for another at once, so that no packet finds none. One object serves one
/// link after the other and allocates nothing after it was made; names are octets that end with a zero.
/// </summary>
public sealed class BpfLink : IDisposable
{
    private const int InformationLength = 64;
    private const uint XdpLink = 6;
    private const uint TcxLink = 11;

    private readonly LinuxDescriptor _descriptor = new(-1);

    /// <summary>True while it holds a link.</summary>
    public bool IsOpen => !_descriptor.IsInvalid;

    /// <summary>
    /// Puts a program on an interface. <paramref name="flags"/> are those of the place: for <see cref="BpfLinkPoint.Xdp"/> the mode.
    /// EINVAL from a kernel that has no such place.
    /// </summary>
    public LinuxStatus Create(BpfProgram program, int interfaceIndex, BpfLinkPoint point, uint flags)
    {
        ArgumentNullException.ThrowIfNull(program);
        Span<byte> attributes = stackalloc byte[48];
        attributes.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(attributes, program.Descriptor);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], interfaceIndex);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[8..], (int)point);
        BinaryPrimitives.WriteUInt32LittleEndian(attributes[12..], flags);
        return Take(BpfCalls.Call(BpfCalls.LinkCreate, attributes));
    }

    /// <summary>Opens the link that has a name.</summary>
    public LinuxStatus Open(ReadOnlySpan<byte> path) => Take(BpfPin.Open(path));

    /// <summary>Changes the program for another, at once.</summary>
    public LinuxStatus Replace(BpfProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Span<byte> attributes = stackalloc byte[16];
        attributes.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(attributes, _descriptor.Number);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], program.Descriptor);
        return LinuxStatus.From(BpfCalls.Call(BpfCalls.LinkUpdate, attributes));
    }

    /// <summary>Gives it a name, by which it outlives this object.</summary>
    public LinuxStatus Pin(ReadOnlySpan<byte> path) => BpfPin.Set(_descriptor.Number, path);

    /// <summary>Reads where it is; the default when it is no link on an interface.</summary>
    public LinuxStatus TryRead(out BpfLinkState state)
    {
        Span<byte> information = stackalloc byte[InformationLength];
        LinuxStatus status = BpfInformation.Read(_descriptor.Number, information);

        // What follows the number of the program depends on the kind of link; these kinds begin with the interface.
        bool isOurs = status.IsOk && BinaryPrimitives.ReadUInt32LittleEndian(information) is XdpLink or TcxLink;
        state = isOurs
            ? new BpfLinkState(BinaryPrimitives.ReadInt32LittleEndian(information[16..]), BinaryPrimitives.ReadUInt32LittleEndian(information[8..]))
            : default;
        return status;
    }

    /// <summary>Lets go of it: without a name the program leaves the interface.</summary>
    public void Close() => _descriptor.Replace(-1);

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private LinuxStatus Take(int descriptor)
    {
        LinuxStatus status = LinuxStatus.From(descriptor);
        _descriptor.Replace(status.IsOk ? descriptor : -1);
        return status;
    }
}
