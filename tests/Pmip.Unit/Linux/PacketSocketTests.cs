using System;
using Pmip.Linux;
using Pmip.Linux.Sockets;
using Xunit;

namespace Pmip.Unit.Linux;

public sealed class PacketSocketTests
{
    [RootFact]
    public void Packet_Sends_OverLoopback_IsHeard()
    {
        Assert.True(NetworkInterface.TryGetIndex("lo", out int loopback).IsOk);
        using PacketSocket packet = new();
        Assert.True(packet.TryOpen(loopback, -1).IsOk);
        byte[] frame = new byte[60];
        Random.Shared.NextBytes(frame.AsSpan(14)); // Tells our frame from those of others on the machine.
        frame.AsSpan(0, 12).Clear();
        frame[12] = 0x88;
        frame[13] = 0xb5; // Local experimental EtherType.
        Assert.True(packet.Send(frame).IsOk);

        byte[] room = new byte[2048];
        bool heard = false;
        while (!heard && packet.Receive(room, out int length).IsOk)
        {
            heard = room.AsSpan(0, length).SequenceEqual(frame);
        }

        Assert.True(heard);
        Assert.True(packet.LinkLayerAddress.IsZero);
    }

    [RootFact]
    public void Packet_Receives_Nothing_WouldBlock()
    {
        Assert.True(NetworkInterface.TryGetIndex("lo", out int loopback).IsOk);
        using PacketSocket packet = new();
        Assert.True(packet.TryOpen(loopback, -1).IsOk);
        byte[] room = new byte[64];
        LinuxStatus status;
        do
        {
            status = packet.Receive(room, out _);
        }
        while (status.IsOk);
        Assert.True(status.IsWouldBlock);
    }

    [RootFact]
    public void Packet_Opened_InterfaceMissing_TellsTheError()
    {
        using PacketSocket packet = new();
        Assert.False(packet.TryOpen(0x7fff_fff0, -1).IsOk);
        Assert.False(packet.IsOpen);
    }

    [RootFact]
    public void Packet_Opened_FilterIsNoProgram_TellsTheError()
    {
        Assert.True(NetworkInterface.TryGetIndex("lo", out int loopback).IsOk);
        using PacketSocket packet = new();
        Assert.False(packet.TryOpen(loopback, 1_000_000).IsOk);
        Assert.False(packet.IsOpen);
    }

    [RootFact]
    public void Packet_OpenedAgain_AfterClose_HearsAndAllocatesNothing()
    {
        Assert.True(NetworkInterface.TryGetIndex("lo", out int loopback).IsOk);
        using PacketSocket packet = new();
        Assert.True(packet.TryOpen(loopback, -1).IsOk);
        packet.Close();
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10; i++)
        {
            LinuxStatus opened = packet.TryOpen(loopback, -1);
            Assert.True(opened.IsOk && packet.Descriptor >= 0);
            packet.Close();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(-1, packet.Descriptor);
    }

    [Fact]
    public void Interface_NameUnknown_IsRefused() => Assert.False(NetworkInterface.TryGetIndex("pmip-none", out _).IsOk);
}
