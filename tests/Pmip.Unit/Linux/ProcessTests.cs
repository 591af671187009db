using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;
using Xunit;

namespace Pmip.Unit.Linux;

public sealed class ProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pmip-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lock_TakenTwice_SecondWouldBlockUntilTheFirstEnds()
    {
        string path = Path.Join(_folder, "lock");
        Assert.True(FileLock.TryTake(path, out FileLock? first).IsOk);
        Assert.True(FileLock.TryTake(path, out FileLock? second).IsWouldBlock);
        Assert.Null(second);
        byte[] room = new byte[16];
        Assert.True(new Sysctl(_folder).TryRead("lock", room, out int length).IsOk);
        Assert.Equal(Encoding.ASCII.GetBytes($"{Environment.ProcessId}"), room.AsSpan(0, length).ToArray());
        first!.Dispose();
        Assert.True(FileLock.TryTake(path, out FileLock? third).IsOk);
        third!.Dispose();
    }

    [Fact]
    public void Lock_Taken_FolderMissing_TellsTheError() =>
        Assert.Equal(2, FileLock.TryTake(Path.Join(_folder, "none", "lock"), out _).Errno);

    [Fact]
    public void Random_Fills_EveryTimeOtherOctets()
    {
        byte[] first = new byte[64];
        byte[] second = new byte[64];
        Assert.True(KernelRandom.Fill(first).IsOk);
        Assert.True(KernelRandom.Fill(second).IsOk);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Sysctl_WrittenAndRead_UnderItsRoot()
    {
        Directory.CreateDirectory(Path.Join(_folder, "net"));
        File.WriteAllText(Path.Join(_folder, "net", "forwarding"), "0\n");
        Sysctl sysctl = new(_folder);
        byte[] room = new byte[16];
        Assert.True(sysctl.TryRead("net/forwarding", room, out int length).IsOk);
        Assert.Equal("0"u8.ToArray(), room.AsSpan(0, length).ToArray());
        Assert.True(sysctl.TryWrite("net/forwarding", "1"u8).IsOk);
        Assert.True(sysctl.TryRead("net/forwarding", room, out length).IsOk);
        Assert.Equal((byte)'1', room[0]);
        Assert.Equal(2, sysctl.TryWrite("net/none", "1"u8).Errno);
    }

    [Fact]
    public void Ready_Notified_DescriptorIsNone_IsRefused() => Assert.False(ReadyDescriptor.Notify(-1).IsOk);

    [Fact]
    public void Signal_Sent_ToTheProcess_MakesTheDescriptorReadable()
    {
        Assert.True(SignalDescriptor.TryOpen(out SignalDescriptor? opened).IsOk);
        using SignalDescriptor signals = opened!;
        Assert.True(EventPoll.TryOpen(out EventPoll? polled).IsOk);
        using EventPoll poll = polled!;
        Assert.True(poll.Add(signals.Descriptor, 7, PollInterest.Read).IsOk);
        Assert.False(signals.TryRead(out _));

        using Process kill = Process.Start("kill", ["-HUP", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        PollEvent[] events = new PollEvent[1];
        int count = 0;
        for (int tries = 0; count == 0 && tries < 60; tries++)
        {
            Assert.True(poll.Wait(events, Duration.FromSeconds(1), out count).IsOk);
        }

        Assert.Equal(1, count);
        Assert.True(signals.TryRead(out ProcessSignal signal));
        Assert.Equal(ProcessSignal.HangUp, signal);
        kill.WaitForExit();
    }
}
