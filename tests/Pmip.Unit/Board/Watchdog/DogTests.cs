using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using Pmip.Board.Resets;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Pmip.Linux.Watchdog;
using Xunit;

namespace Pmip.Unit.Board.Watchdog;

/// <summary>The dogs themselves: a file in the place of a device, and a socket in the place of the service manager.</summary>
public sealed class DogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pmip-dog-").FullName;

    private string Device => Path.Combine(_folder, "watchdog7");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Device_Petted_GetsAnOctetAndTheMagicOneOnlyWhenCalledOff()
    {
        File.WriteAllBytes(Device, []);
        Assert.True(DeviceDog.TryOpen(Device, 30, null, out DeviceDog? left).IsOk);
        left!.Pet();
        left.Pet();
        left.Dispose();
        Assert.Equal([0, 0], File.ReadAllBytes(Device));
        Assert.Equal(30, left.Timeout.Seconds);
        Assert.Equal(7_500, left.PetInterval.Milliseconds);

        Assert.True(DeviceDog.TryOpen(Device, 30, new WatchdogListing(), out DeviceDog? off).IsOk);
        off!.Pet();
        Assert.True(off.TryDisarm());
        Assert.Equal([0, (byte)'V'], File.ReadAllBytes(Device));
    }

    [Fact]
    public void Device_WithoutAWayOut_CannotBeCalledOff()
    {
        File.WriteAllBytes(Device, []);
        Assert.True(DeviceDog.TryOpen(Device, 30, new WatchdogListing { IsNoWayOut = true }, out DeviceDog? dog).IsOk);
        Assert.False(dog!.TryDisarm());
        Assert.Empty(File.ReadAllBytes(Device));
    }

    [Fact]
    public void Kennel_WithWhatIsThere_FetchesWhatIsWishedForOrSaysWhyNot()
    {
        WatchdogKennel alone = new(null, default);
        Assert.Equal((WatchdogKind.None, ""), Fetched(alone, WatchdogBackend.Auto));
        Assert.Equal((WatchdogKind.None, ""), Fetched(alone, WatchdogBackend.None));
        Assert.Contains(Device, Fetched(alone, WatchdogBackend.Device).Complaint, StringComparison.Ordinal);
        Assert.Contains("WatchdogSec", Fetched(alone, WatchdogBackend.Systemd).Complaint, StringComparison.Ordinal);

        File.WriteAllBytes(Device, []);
        Assert.Equal((WatchdogKind.Device, ""), Fetched(alone, WatchdogBackend.Auto));
        Assert.Equal((WatchdogKind.Device, ""), Fetched(alone, WatchdogBackend.Device));

        Assert.True(ServiceNotifier.TryOpen(Path.Combine(_folder, "notify"), out ServiceNotifier? notifier).IsOk);
        using ServiceNotifier opened = notifier!;
        WatchdogKennel served = new(opened, Duration.FromSeconds(20));
        Assert.Equal((WatchdogKind.ServiceManager, ""), Fetched(served, WatchdogBackend.Auto));
        Assert.Equal((WatchdogKind.ServiceManager, ""), Fetched(served, WatchdogBackend.Systemd));
        Assert.Equal((WatchdogKind.Device, ""), Fetched(served, WatchdogBackend.Device));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ServiceManager_AtAPathOrAnAbstractName_IsTold(bool isAbstract)
    {
        string name = isAbstract ? "@pmip-notify-" + Path.GetFileName(_folder) : Path.Combine(_folder, "notify");
        Assert.True(ServiceNotifier.TryOpen(name, out ServiceNotifier? notifier).IsOk);
        using ServiceNotifier opened = notifier!;
        Assert.False(opened.Ready().IsOk); // Nobody listens yet, and that harms nobody.

        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name[1..] : name));
        Assert.True(opened.Ready().IsOk);
        Assert.True(new ServiceDog(opened, Duration.FromSeconds(20)).Pet().IsOk);
        Assert.True(opened.Status("serving"u8).IsOk);
        Assert.True(opened.Stopping().IsOk);

        Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=serving", "STOPPING=1"], [Receive(manager), Receive(manager), Receive(manager), Receive(manager)]);
    }

    [Theory]
    [InlineData("20000000", "42", 20_000_000)]
    [InlineData("20000000", "", 20_000_000)]
    [InlineData("20000000", null, 20_000_000)]
    [InlineData("20000000", "43", 0)]
    [InlineData("soon", "42", 0)]
    [InlineData(null, "42", 0)]
    public void ServiceManager_ThatWatches_TellsItsTimeoutToItsProcess(string? timeout, string? process, long microseconds) =>
        Assert.Equal(microseconds, ServiceNotifier.WatchdogMicroseconds(timeout, process, 42));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("notify")]
    public void NotifySocket_ThatIsNone_IsRefused(string name) => Assert.False(ServiceNotifier.TryOpen(name, out _).IsOk);

    [Fact]
    public void Listing_OfSysfs_IsReadWithoutArming()
    {
        string listing = Directory.CreateDirectory(Path.Combine(_folder, "class", "watchdog7")).FullName;
        File.WriteAllText(Path.Combine(listing, "identity"), "Some Timer\n");
        File.WriteAllText(Path.Combine(listing, "bootstatus"), "0x20\n");
        File.WriteAllText(Path.Combine(listing, "timeout"), "60\n");
        File.WriteAllText(Path.Combine(listing, "nowayout"), "1\n");

        WatchdogListing? read = WatchdogListing.Read("/dev/watchdog7", Path.Combine(_folder, "class"));
        Assert.Equal(
            new WatchdogListing { Identity = "Some Timer", BootStatus = WatchdogBootStatus.CardReset, TimeoutSeconds = 60, IsNoWayOut = true }, read);
        Assert.Null(WatchdogListing.Read("/dev/watchdog", Path.Combine(_folder, "class")));
    }

    [Fact]
    public void Holder_OfADevice_IsNamed()
    {
        using FileStream held = new(Device, FileMode.Create);
        Assert.EndsWith($"({Environment.ProcessId})", WatchdogListing.HolderOf(Device), StringComparison.Ordinal);
        Assert.Equal("", WatchdogListing.HolderOf(Device + "0"));
    }

    [Fact]
    public void Glimpse_OfThisThread_SeesItRun()
    {
        byte[] room = new byte[100];
        int length = new ThreadGlimpse(KernelThread.Current).Write(room);
        Assert.StartsWith("R", Encoding.ASCII.GetString(room, 0, length), StringComparison.Ordinal);
        Assert.Equal(1, new ThreadGlimpse(int.MaxValue).Write(room)); // No such thread: a question mark.
    }

    [Fact]
    public void RecordFile_MadeAndOpenedAgain_KeepsTheRuns()
    {
        using (RecordFile file = Opened())
        {
            new RunLedger(file, new RunFacts { Boot = new BootIdentity(1, 1) }).NoteEnd(RunEnd.Stopped, "", default, 0);
        }

        using (RecordFile file = Opened())
        {
            Assert.Equal(ResetCause.OrderlyStop, new RunLedger(file, new RunFacts { Boot = new BootIdentity(1, 1) }).History[0].Cause);
        }

        Assert.Equal(RunLedger.StorageLength, new FileInfo(Path.Combine(_folder, RecordFile.FileName)).Length);
        File.WriteAllBytes(Path.Combine(_folder, RecordFile.FileName), [1, 2, 3]); // Cut short by somebody: begun anew.
        using (RecordFile file = Opened())
        {
            Assert.Equal(1ul, new RunLedger(file, default).Run);
        }

        Assert.False(RecordFile.TryOpen(Path.Combine(_folder, "absent"), out _).IsOk);
    }

    private static string Receive(Socket manager)
    {
        byte[] room = new byte[300];
        return Encoding.UTF8.GetString(room, 0, manager.Receive(room));
    }

    private RecordFile Opened()
    {
        Assert.True(RecordFile.TryOpen(_folder, out RecordFile? file).IsOk);
        return file!;
    }

    private (WatchdogKind Kind, string Complaint) Fetched(WatchdogKennel kennel, WatchdogBackend backend)
    {
        using IWatchdog dog = kennel.Fetch(new WatchdogWish { Backend = backend, Device = Device }, null, out string complaint);
        return (dog.Kind, complaint);
    }
}
