using System;
using System.Buffers.Binary;
using System.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Netlink;

/// <summary>Takes an entry of a table that the kernel shows.</summary>
internal delegate void NetlinkEntry(ReadOnlySpan<byte> body);

/// <summary>
/// A socket to the kernel's routing tables, one request at a time. Each request waits for its answer, which the kernel gives
/// before the send returns, so that the wait never is one. Nothing allocates after construction.
/// </summary>
public sealed unsafe class NetlinkChannel : IDisposable
{
    private const int MessageTooLong = 90;
    internal const int ProtocolError = 71;
    private const int ReasonMax = 256;

    private readonly INetlinkSocket _socket;
    private readonly byte[] _answer = new byte[32768];
    private readonly byte[] _reason = new byte[ReasonMax];
    private int _reasonLength;
    private uint _sequence;

    /// <summary>A channel over a socket that it closes in the end.</summary>
    public NetlinkChannel(INetlinkSocket socket)
    {
        _socket = socket;
    }

    /// <summary>The message under construction.</summary>
    internal NetlinkMessage Message { get; } = new();

    /// <summary>Why the kernel refused the last request, in its own words; empty when it gave none.</summary>
    public ReadOnlySpan<byte> Reason => _reason.AsSpan(0, _reasonLength);

    /// <summary>The same as text. Allocates.</summary>
    public string ReasonText => Encoding.UTF8.GetString(Reason);

    /// <summary>Opens a channel; null when the kernel refuses.</summary>
    public static LinuxStatus TryOpen(out NetlinkChannel? channel)
    {
        LinuxStatus status = TryOpenSocket(0, LinuxAbi.SOCK_CLOEXEC, out LinuxDescriptor? socket);
        channel = null;
        if (socket is not null)
        {
            // Older kernels lack some of these; a request then fails without a reason in words.
            SetOption(socket, NetlinkAbi.SOL_NETLINK, NetlinkAbi.NETLINK_EXT_ACK);
            SetOption(socket, NetlinkAbi.SOL_NETLINK, NetlinkAbi.NETLINK_CAP_ACK);
            long* timeout = stackalloc long[2] { 2, 0 };
            _ = LibC.SetSocketOption(socket, LinuxAbi.SOL_SOCKET, NetlinkAbi.SO_RCVTIMEO, timeout, 16);
            channel = new NetlinkChannel(new NetlinkSocket(socket));
        }

        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Sends the message and waits until the kernel says whether it did what was asked.</summary>
    internal LinuxStatus Request()
    {
        Message.End(++_sequence, wantsAcknowledgement: true);
        return Exchange(0, out _);
    }

    /// <summary>Sends the message and gives the body of the answer of type <paramref name="answerType"/>, valid until the next request.</summary>
    internal LinuxStatus Query(ushort answerType, out ReadOnlySpan<byte> body)
    {
        Message.End(++_sequence, wantsAcknowledgement: false);
        return Exchange(answerType, out body);
    }

    /// <summary>
    /// Asks for the table that the message names, and shows the body of each entry, which is valid only meanwhile. For the start: who
    /// keeps what is shown allocates.
    /// </summary>
    internal LinuxStatus Dump(ushort entryType, NetlinkEntry show)
    {
        Message.End(++_sequence, wantsAcknowledgement: false);
        LinuxStatus status = Send();
        bool isWhole = false;
        while (status.IsOk && !isWhole)
        {
            status = Receive(out int length);
            isWhole = status.IsOk && IsLastPart(_answer.AsSpan(0, length), entryType, show, out status);
        }

        return status;
    }

    internal static LinuxStatus TryOpenSocket(uint groups, int flags, out LinuxDescriptor? socket)
    {
        socket = null;
        int descriptor = LibC.Socket(NetlinkAbi.AF_NETLINK, LinuxAbi.SOCK_RAW | flags, NetlinkAbi.NETLINK_ROUTE);
        if (descriptor < 0)
        {
            return LinuxStatus.Last;
        }

        LinuxDescriptor made = new(descriptor);
        byte* address = stackalloc byte[12];
        new Span<byte>(address, 12).Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(new Span<byte>(address, 2), NetlinkAbi.AF_NETLINK);
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(address + 8, 4), groups);
        LinuxStatus status = LinuxStatus.From(LibC.Bind(made, address, 12));
        if (!status.IsOk)
        {
            made.Dispose();
            return status;
        }

        socket = made;
        return status;
    }

    /// <summary>Number of the address family.</summary>
    internal static byte FamilyOf(IpAddress address) => (byte)(address.IsIPv4 ? LinuxAbi.AF_INET : LinuxAbi.AF_INET6);

    private static void SetOption(LinuxDescriptor socket, int level, int name)
    {
        int on = 1;
        _ = LibC.SetSocketOption(socket, level, name, &on, sizeof(int));
    }

    private LinuxStatus Exchange(ushort answerType, out ReadOnlySpan<byte> body)
    {
        body = default;
        LinuxStatus status = Send();
        bool isFound = false;
        while (status.IsOk && !isFound)
        {
            status = Receive(out int length);
            isFound = status.IsOk && TryFind(_answer.AsSpan(0, length), answerType, out body, out status);
        }

        return status;
    }

    private LinuxStatus Send()
    {
        _reasonLength = 0;
        return _socket.Send(Message.Octets);
    }

    private LinuxStatus Receive(out int length)
    {
        LinuxStatus status = _socket.Receive(_answer, out length);
        bool isCut = length > _answer.Length;
        length = Math.Min(length, _answer.Length);
        return status.IsOk && isCut ? new LinuxStatus(MessageTooLong) : status;
    }

    private bool IsLastPart(ReadOnlySpan<byte> octets, ushort entryType, NetlinkEntry show, out LinuxStatus status)
    {
        status = default;
        NetlinkReader reader = new(octets);
        while (reader.TryNext())
        {
            if (reader.Sequence != _sequence)
            {
                continue;
            }

            if (reader.Type is NetlinkAbi.NLMSG_DONE or NetlinkAbi.NLMSG_ERROR)
            {
                status = reader.Body.Length >= 4 ? new LinuxStatus(-BinaryPrimitives.ReadInt32LittleEndian(reader.Body)) : LinuxStatus.Ok;
                return true;
            }

            if (reader.Type == entryType)
            {
                show(reader.Body);
            }
        }

        return false;
    }

    private bool TryFind(ReadOnlySpan<byte> octets, ushort answerType, out ReadOnlySpan<byte> body, out LinuxStatus status)
    {
        body = default;
        status = default;
        NetlinkReader reader = new(octets);
        while (reader.TryNext())
        {
            if (reader.Sequence != _sequence)
            {
                continue;
            }

            if (reader.Type == NetlinkAbi.NLMSG_ERROR && reader.Body.Length >= 4)
            {
                status = new LinuxStatus(-BinaryPrimitives.ReadInt32LittleEndian(reader.Body));
                KeepReason(reader);
                return true;
            }

            if (answerType != 0)
            {
                status = reader.Type == answerType ? LinuxStatus.Ok : new LinuxStatus(ProtocolError);
                body = reader.Body;
                return true;
            }
        }

        return false;
    }

    private void KeepReason(NetlinkReader error)
    {
        // errno, the header of the request, and the whole request unless the kernel was asked to cap it.
        if ((error.Flags & NetlinkAbi.NLM_F_ACK_TLVS) == 0 || error.Body.Length < 20)
        {
            return;
        }

        uint echoed = (error.Flags & NetlinkAbi.NLM_F_CAPPED) != 0 ? 16 : BinaryPrimitives.ReadUInt32LittleEndian(error.Body[4..]);
        if (echoed > error.Body.Length - 4)
        {
            return;
        }

        NetlinkAttributeReader attributes = new(error.Body[(4 + (int)echoed)..]);
        while (attributes.TryNext())
        {
            if (attributes.Type == NetlinkAbi.NLMSGERR_ATTR_MSG)
            {
                ReadOnlySpan<byte> text = attributes.Value.TrimEnd((byte)0);
                _reasonLength = Math.Min(text.Length, ReasonMax);
                text[.._reasonLength].CopyTo(_reason);
            }
        }
    }
}
