using System.Collections.Generic;
using System.IO;
using System.Text;
using Pmip.DataPath;
using Pmip.DataPath.Pinning;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux.Bpf;
using Pmip.Unit.Linux.Netlink;
using Xunit;

namespace Pmip.Unit.DataPath;

/// <summary>A data path whose process goes and whose successor comes: what is kept, adopted, claimed and removed as stale.</summary>
public sealed class KeptDataPathTests
{
    private const int Sessions = 64;
    private static readonly Instant Start = new(1_000_000);

    [NetworkFact]
    public void Successor_OfTheSameLayout_AdoptsEverySessionAsItWas() => Run(pins =>
    {
        Fill(pins, 0, 20);

        using BpfGreDataPath successor = Open(pins);

        Assert.Equal(new SessionAdoption(20, 0, 0, 20), successor.Adoption);
        Assert.Equal(20, successor.SessionCount);
        for (int i = 0; i < 20; i++)
        {
            Assert.True(successor.TryReadSession(i, out GreSession found));
            Assert.Equal(Text(Session(i)), Text(found));
            Assert.Contains(successor.Audit(i), (SessionAudit[])[SessionAudit.Sound, SessionAudit.NoRoute]);
        }
    });

    [NetworkFact]
    public void Successor_InstallsAgain_ClaimsAndRemovesTheRestInTime() => Run(pins =>
    {
        Fill(pins, 0, 20);
        using BpfGreDataPath successor = Open(pins);

        // A new process counts its changes anew; the addresses of session 3 come with another place and key.
        Assert.Equal(DataPathStatus.Ok, successor.Install(Session(1) with { Generation = 0 }));
        Assert.Equal(DataPathStatus.Ok, successor.Install(Session(2) with { Generation = 0, SendKey = new GreKey(0x5555) }));
        GreSession moved = Session(3) with { Index = 33, ReceiveKey = new GreKey(0x7700_0021), Generation = 0 };
        Assert.Equal(DataPathStatus.Ok, successor.Install(moved));

        Assert.Equal(new SessionAdoption(20, 2, 0, 18), successor.Adoption);
        Instant deadline = successor.NextDeadline(Start);
        Assert.InRange(deadline.Since(Start).Milliseconds, 5_000, 10_000);
        successor.Maintain(new Instant(deadline.Microseconds - 1));
        Assert.Equal(18, successor.Adoption.Unclaimed);
        for (int turn = 0; turn < 10; turn++)
        {
            successor.Maintain(deadline);
        }

        Assert.Equal(new SessionAdoption(20, 2, 18, 0), successor.Adoption);
        Assert.Equal(Instant.Never, successor.NextDeadline(deadline));
        Assert.Equal(3, successor.SessionCount);
        Assert.False(successor.TryReadSession(3, out _));
        Assert.NotEqual(SessionAudit.AddressLost, successor.Audit(33));
        Assert.NotEqual(SessionAudit.PrefixLost, successor.Audit(33));
        Assert.Equal(DataPathStatus.AddressTaken, successor.Install(Session(5) with { HomeAddress4 = moved.HomeAddress4 }));
    });

    [NetworkFact]
    public void Successor_ClaimsWithoutADifference_CountersGoOn() => Run(pins =>
    {
        Fill(pins, 4, 1);
        WriteCounter(pins, 4, 77);
        using BpfGreDataPath successor = Open(pins);

        Assert.Equal(DataPathStatus.Ok, successor.Install(Session(4) with { Generation = 0 }));

        Assert.True(successor.TryReadCounters(4, out SessionCounters counters));
        Assert.Equal(77u, counters.PacketsIn);
    });

    [NetworkFact]
    public void Successor_WithLargerTables_CarriesSessionsOver() => CarriesOver(Sessions * 2, 20, 0);

    [NetworkFact]
    public void Successor_WithSmallerTables_CarriesOverWhatFits() => CarriesOver(8, 8, 12);

    private static void CarriesOver(int capacity, int carried, int left) => Run(pins =>
    {
        Fill(pins, 0, 20);
        WriteCounter(pins, 4, 77);

        using BpfGreDataPath successor = Open(pins, capacity);

        Assert.Equal(new SessionAdoption(carried, 0, 0, carried), successor.Adoption);
        Assert.Equal(left, successor.LeftOut);
        Assert.True(successor.TryReadCounters(4, out SessionCounters counters));
        Assert.Equal(77u, counters.PacketsIn);
        Assert.Equal(["links", "v" + GreTables.Layout], Names(pins));
    });

    [NetworkFact]
    public void Successor_OfAnUnknownLayout_BeginsAnew() => Run(pins =>
    {
        Fill(pins, 0, 20);
        Directory.Move(Path.Combine(pins, "v" + GreTables.Layout), Path.Combine(pins, "v999"));

        using BpfGreDataPath successor = Open(pins);

        Assert.Equal(default, successor.Adoption);
        Assert.Equal(["links", "v" + GreTables.Layout], Names(pins));
    });

    [NetworkFact]
    public void Folder_LeftInTheMiddleOfAChange_IsMended() => Run(pins =>
    {
        Fill(pins, 0, 20);
        Directory.CreateDirectory(Path.Combine(pins, "next"));
        Directory.Move(Path.Combine(pins, "v" + GreTables.Layout), Path.Combine(pins, "old-v" + GreTables.Layout));

        using BpfGreDataPath successor = Open(pins);

        Assert.Equal(20, successor.Adoption.Adopted);
        Assert.Equal(["links", "v" + GreTables.Layout], Names(pins));
    });

    [NetworkFact]
    public void Programs_OfASuccessor_AreChangedInTheirPlaces() => Run(pins =>
    {
        Fill(pins, 0, 1);
        string[] before = Links(pins);
        uint[] programs = ProgramsOf(before);

        using (BpfGreDataPath successor = Open(pins))
        {
            string[] after = Links(pins);
            Assert.Equal(before, after);
            Assert.DoesNotContain(programs[0], ProgramsOf(after));
            Assert.Contains("pmip0", NetworkNamespace.Ip("link show"), System.StringComparison.Ordinal);
        }

        // Another configuration: the access interface is not ours any more.
        using BpfGreDataPath other = BpfGreDataPath.TryOpen(Configuration(pins, Sessions, access: "other0"), out string problem)!;
        Assert.Equal("", problem);
        Assert.Equal(before.Length - 1, Links(pins).Length);
    });

    [NetworkFact]
    public void Folder_OfARunningDataPath_IsRefusedToASecond() => Run(pins =>
    {
        using BpfGreDataPath first = Open(pins);

        Assert.Null(BpfGreDataPath.TryOpen(Configuration(pins, Sessions), out string problem));

        Assert.Contains("is in use by another process", problem, System.StringComparison.Ordinal);
    });

    private static void Run(System.Action<string> test) => NetworkNamespace.Run(() =>
    {
        using PinnedPlace place = new();
        NetworkNamespace.Ip("link add wan0 type veth peer name lma0");
        NetworkNamespace.Ip("link add acc0 type veth peer name ue0");
        test(place.Folder);
    });

    private static void Fill(string pins, int first, int count)
    {
        using BpfGreDataPath path = Open(pins);
        for (int i = first; i < first + count; i++)
        {
            Assert.Equal(DataPathStatus.Ok, path.Install(Session(i)));
        }
    }

    private static GreSession Session(int index)
    {
        GreSession session = new()
        {
            Index = index,
            Generation = 7,
            IsForwarding = index % 3 != 0,
            LocalEndpoint = ProgramBench.Mag6,
            RemoteEndpoint = new IpAddress(0x2001_0DB8_000F_0000, (ulong)(index % 5) + 2),
            SendKey = new GreKey(0x0100_0000u | (uint)index),

            // Every other key says its place.
            ReceiveKey = new GreKey(0xAB00_0000u | (uint)(index % 2 == 0 ? index : index + 512)),
            HomeAddress4 = IpAddress.FromIPv4(0x0A00_0001u + (uint)index),
            AccessInterface = 3,
            NodeLinkLayerAddress = new MacAddress(0x0200_0000_0000u + (uint)index),
            GatewayLinkLayerAddress = MacAddress.FixedMag,
        };
        session.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(0x2001_0DB8_0000_1000u + (uint)index, 0), 64));
        return session;
    }

    private static DataPathConfiguration Configuration(string pins, int capacity, string access = "acc0") => new()
    {
        Roles = DataPathRoles.Mag,
        SessionCapacity = capacity,
        TransportInterfaces = ["wan0"],
        AccessInterfaces = [access],
        LocalIpv6 = ProgramBench.Mag6,
        LocalIpv4 = ProgramBench.Mag4,
        Pins = pins,
    };

    private static BpfGreDataPath Open(string pins, int capacity = Sessions)
    {
        BpfGreDataPath? path = BpfGreDataPath.TryOpen(Configuration(pins, capacity), out string problem);
        Assert.Equal("", problem);
        Assert.Equal("", path!.KeepingProblem);
        return path;
    }

    private static string Text(in GreSession session)
    {
        StringBuilder text = new();
        text.Append(session.Index).Append(session.Generation).Append(session.AtLma).Append(session.IsForwarding).Append(session.Encapsulation);
        text.Append(session.LocalEndpoint).Append(session.RemoteEndpoint).Append(session.SendKey).Append(session.ReceiveKey);
        text.Append(session.HomeNetworkPrefixes.Count).Append(session.HomeNetworkPrefixes[0]).Append(session.HomeAddress4);
        text.Append(session.AccessInterface).Append(session.NodeLinkLayerAddress).Append(session.GatewayLinkLayerAddress);
        return text.ToString();
    }

    // As a packet would have counted it.
    private static void WriteCounter(string pins, int index, ulong packets)
    {
        using PinFolder folder = PinFolder.TryOpen(pins, out _, out _)!;
        using GreTables tables = GreTables.TryOpenOld(folder)!;
        tables.Receive[index].Packets = packets;
    }

    private static string[] Names(string pins)
    {
        List<string> names = [];
        foreach (string folder in Directory.GetDirectories(pins))
        {
            names.Add(Path.GetFileName(folder));
        }

        names.Sort(System.StringComparer.Ordinal);
        return [.. names];
    }

    private static string[] Links(string pins)
    {
        string[] links = Directory.GetFiles(Path.Combine(pins, "links"));
        System.Array.Sort(links, System.StringComparer.Ordinal);
        return links;
    }

    private static uint[] ProgramsOf(string[] links)
    {
        using BpfLink link = new();
        return System.Array.ConvertAll(links, path =>
        {
            Assert.True(link.Open(Encoding.UTF8.GetBytes(path + '\0')).IsOk);
            Assert.True(link.TryRead(out BpfLinkState state).IsOk);
            return state.ProgramId;
        });
    }
}
