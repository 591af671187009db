using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;

namespace Pmip.Linux.Sockets;

/// <summary>
/// A fixed number of datagrams with their addresses, in the form that the kernel reads and fills in one call. Made at start in
/// memory that never moves; a batch is used for receiving or for sending, filled anew each time.
/// </summary>
public sealed unsafe class DatagramBatch
{
    private readonly byte[] _octets;
    private readonly byte[] _addresses;
    private readonly LibC.IoVector[] _vectors;
    private readonly LibC.MessageVector[] _messages;

    /// <summary>Makes room for <paramref name="capacity"/> datagrams of up to <paramref name="octetsMax"/> octets.</summary>
    public DatagramBatch(int capacity, int octetsMax)
    {
        Invariant.Require(capacity > 0 && octetsMax > 0);
        Capacity = capacity;
        OctetsMax = octetsMax;
        _octets = GC.AllocateArray<byte>(capacity * octetsMax, pinned: true);
        _addresses = GC.AllocateArray<byte>(capacity * LinuxAbi.SocketAddressInternetLength, pinned: true);
        _vectors = GC.AllocateArray<LibC.IoVector>(capacity, pinned: true);
        _messages = GC.AllocateArray<LibC.MessageVector>(capacity, pinned: true);
        for (int i = 0; i < capacity; i++)
        {
            _vectors[i].Octets = (byte*)Unsafe.AsPointer(ref _octets[i * octetsMax]);
            _messages[i].Name = (byte*)Unsafe.AsPointer(ref _addresses[i * LinuxAbi.SocketAddressInternetLength]);
            _messages[i].Vectors = (LibC.IoVector*)Unsafe.AsPointer(ref _vectors[i]);
            _messages[i].VectorCount = 1;
        }
    }

    /// <summary>Most datagrams.</summary>
    public int Capacity { get; }

    /// <summary>Most octets of one datagram.</summary>
    public int OctetsMax { get; }

    /// <summary>Number of datagrams that are there.</summary>
    public int Count { get; private set; }

    /// <summary>The octets of a datagram that was received or added.</summary>
    public ReadOnlySpan<byte> OctetsOf(int index)
    {
        Invariant.Require(index >= 0 && index < Count);
        return _octets.AsSpan(index * OctetsMax, Math.Min((int)_messages[index].Length, OctetsMax));
    }

    /// <summary>Where a received datagram came from, or where an added one goes.</summary>
    public IpAddress AddressOf(int index) => SocketAddress.ReadAddress(NameOf(index));

    /// <summary>The port that goes with <see cref="AddressOf"/>; zero on raw sockets.</summary>
    public ushort PortOf(int index) => SocketAddress.ReadPort(NameOf(index));

    /// <summary>True when a received datagram was longer than <see cref="OctetsMax"/>: what is here is only its beginning.</summary>
    public bool IsTruncated(int index)
    {
        Invariant.Require(index >= 0 && index < Count);
        return (_messages[index].Flags & LinuxAbi.MSG_TRUNC) != 0;
    }

    /// <summary>Forgets all datagrams.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a datagram for <paramref name="destination"/> and gives the room for its octets; false when the batch is full.</summary>
    public bool TryAdd(IpAddress destination, ushort port, int length, out Span<byte> room)
    {
        Invariant.Require(length >= 0 && length <= OctetsMax);
        room = default;
        if (Count == Capacity)
        {
            return false;
        }

        int index = Count++;
        _messages[index].NameLength = SocketAddress.Write(NameOf(index), destination, port);
        _messages[index].Length = (uint)length;
        _messages[index].Flags = 0;
        _vectors[index].Length = (nuint)length;
        room = _octets.AsSpan(index * OctetsMax, length);
        return true;
    }

    internal LinuxStatus Receive(LinuxDescriptor socket, out int count)
    {
        Count = 0;
        count = 0;
        for (int i = 0; i < Capacity; i++)
        {
            _vectors[i].Length = (nuint)OctetsMax;
            _messages[i].NameLength = LinuxAbi.SocketAddressInternetLength;
        }

        int received = LibC.ReceiveMany(socket, First(0), (uint)Capacity, LinuxAbi.MSG_DONTWAIT, null);
        if (received < 0)
        {
            LinuxStatus status = LinuxStatus.Last;
            return status.IsWouldBlock || status.Errno == LinuxAbi.EINTR ? LinuxStatus.Ok : status;
        }

        Count = received;
        count = received;
        return LinuxStatus.Ok;
    }

    internal SendResult Send(LinuxDescriptor socket)
    {
        int sent = 0;
        int refused = 0;
        LinuxStatus last = LinuxStatus.Ok;
        while (sent + refused < Count)
        {
            int next = sent + refused;
            int accepted = LibC.SendMany(socket, First(next), (uint)(Count - next), LinuxAbi.MSG_DONTWAIT | LinuxAbi.MSG_NOSIGNAL);
            if (accepted > 0)
            {
                sent += accepted;
                continue;
            }

            last = LinuxStatus.Last;
            if (last.IsWouldBlock)
            {
                refused = Count - sent; // The queue is full: signalling is sent again by its own timers.
            }
            else if (last.Errno != LinuxAbi.EINTR)
            {
                refused++; // Only the datagram at the front was refused, for example for want of a route.
            }
        }

        Count = 0;
        return new SendResult(sent, refused, last);
    }

    private LibC.MessageVector* First(int index) =>
        (LibC.MessageVector*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_messages)) + index;

    private Span<byte> NameOf(int index) =>
        _addresses.AsSpan(index * LinuxAbi.SocketAddressInternetLength, LinuxAbi.SocketAddressInternetLength);
}

/// <summary>How sending a batch ended. The batch is empty afterwards.</summary>
/// <param name="Sent">Datagrams that the kernel took.</param>
/// <param name="Refused">Datagrams that it did not take; they are lost.</param>
/// <param name="LastRefusal">Why the last of them was refused.</param>
public readonly record struct SendResult(int Sent, int Refused, LinuxStatus LastRefusal);
