using System;
using System.IO;
using Pmip.Linux;
using Pmip.Linux.Sockets;
using Xunit;

namespace Pmip.Unit.Linux;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LocalStreamTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pmip-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string SocketPath => Path.Join(_folder, "s");

    [Fact]
    public void Stream_Connects_SendsBothWays_AndTellsTheEnd()
    {
        using LocalStreamListener listener = Listen();
        using LocalStreamConnection server = new();
        Assert.True(listener.TryAccept(server).IsWouldBlock);
        Assert.True(LocalStreamConnection.TryConnect(SocketPath, out LocalStreamConnection? client).IsOk);
        Assert.True(listener.TryAccept(server).IsOk);
        byte[] room = new byte[8];

        Assert.True(server.Read(room, out _).IsWouldBlock);
        Assert.True(client!.Write("ask"u8, out int written).IsOk);
        Assert.Equal(3, written);
        Assert.True(server.Read(room, out int read).IsOk);
        Assert.Equal(3, read);
        Assert.True(server.Write("told"u8, out _).IsOk);
        server.Close();
        Assert.False(server.IsOpen);
        Assert.True(client.Read(room, out read).IsOk);
        Assert.Equal("told"u8.ToArray(), room.AsSpan(0, read).ToArray());
        Assert.True(client.Read(room, out read).IsOk);
        Assert.Equal(0, read);
        Assert.False(client.Write("late"u8, out _).IsOk); // EPIPE as a status, no signal.
        client.Dispose();
    }

    [Fact]
    public void Listener_Made_HasModeForOwnerAndGroup_AndIsRemovedAtTheEnd()
    {
        using (Listen())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
                File.GetUnixFileMode(SocketPath));
        }

        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public void Listener_Made_SocketLeftByACrash_TakesItOver()
    {
        using (System.Net.Sockets.Socket crashed = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0))
        {
            crashed.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(SocketPath));
            using LocalStreamListener listener = Listen(); // Bound but nobody listens: a connect is refused, as after a crash.
            Assert.True(LocalStreamConnection.TryConnect(SocketPath, out LocalStreamConnection? client).IsOk);
            client!.Dispose();
        }
    }

    [Fact]
    public void Listener_Made_AnotherListens_IsRefused()
    {
        using LocalStreamListener first = Listen();
        Assert.False(LocalStreamListener.TryListen(SocketPath, out LocalStreamListener? second).IsOk);
        Assert.Null(second);
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public void Listener_Made_FileIsNoSocket_LeavesItAlone()
    {
        File.WriteAllText(SocketPath, "precious");
        Assert.False(LocalStreamListener.TryListen(SocketPath, out _).IsOk);
        Assert.Equal("precious", File.ReadAllText(SocketPath));
    }

    [Theory]
    [InlineData(107, true)]
    [InlineData(108, false)]
    public void Listener_Made_PathLength_IsChecked(int length, bool accepted)
    {
        string path = SocketPath + new string('x', length - SocketPath.Length);
        LinuxStatus status = LocalStreamListener.TryListen(path, out LocalStreamListener? listener);
        Assert.Equal(accepted, status.IsOk);
        listener?.Dispose();
    }

    private LocalStreamListener Listen()
    {
        Assert.True(LocalStreamListener.TryListen(SocketPath, out LocalStreamListener? listener).IsOk);
        return listener!;
    }
}
