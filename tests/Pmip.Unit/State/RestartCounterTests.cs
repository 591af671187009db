using System;
using System.Collections.Generic;
using System.IO;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.State;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.State;

public sealed class RestartCounterTests : IDisposable
{
    private const uint Noon = 1_790_000_000;
    private readonly string _path = Directory.CreateTempSubdirectory("pmip-state").FullName;
    private readonly FallibleFolder _folder = new();

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Counter_OfTheFirstStart_ComesFromTheClock()
    {
        Assert.Equal(new RestartCounter(Noon, ""), Next(_folder, false, Noon));
    }

    [Fact]
    public void Counter_WhenStateWasLost_IsOneMore()
    {
        Next(_folder, false, Noon);

        Assert.Equal(new RestartCounter(Noon + 1, ""), Next(_folder, false, Noon + 50));
        Assert.Equal(new RestartCounter(Noon + 2, ""), Next(_folder, false, Noon + 51));
    }

    [Fact]
    public void Counter_WhenStateSurvived_Stays()
    {
        Next(_folder, false, Noon);
        _folder.Steps.Clear();

        Assert.Equal(new RestartCounter(Noon, ""), Next(_folder, true, Noon + 50));
        Assert.Empty(_folder.Steps);
    }

    [Fact]
    public void Counter_OfTheLastStart_MayBeTheLast_AndNoOther()
    {
        Next(_folder, false, Noon);
        Assert.True(RestartCounter.MayBeLast(_folder, Noon));
        Next(_folder, false, Noon + 50);
        Assert.False(RestartCounter.MayBeLast(_folder, Noon));
        Assert.True(RestartCounter.MayBeLast(_folder, Noon | 0x8000_0000)); // One that could not be kept.
        Assert.False(RestartCounter.MayBeLast(new FallibleFolder(), Noon));
    }

    [Fact]
    public void Counter_OfADamagedFile_BeginsAgainElsewhereAndSaysSo()
    {
        Next(_folder, false, Noon);
        _folder.Put(RestartCounter.FileName, [1, 2, 3]);

        RestartCounter next = Next(_folder, false, Noon + 100);

        Assert.Equal(Noon + 100, next.Value);
        Assert.Contains("damaged", next.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Counter_OnAReadOnlyMedium_ComesFromTheClockAtEachStart()
    {
        Next(_folder, false, Noon);
        _folder.IsReadOnly = true;

        RestartCounter first = Next(_folder, false, Noon + 100);
        RestartCounter second = Next(_folder, false, Noon + 200);

        Assert.Equal((0x8000_0000 | (Noon + 100), 0x8000_0000 | (Noon + 200)), (first.Value, second.Value));
        Assert.Contains("cannot be kept", first.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Counter_WithAClockThatWasNeverSet_IsDrawn() =>
        Assert.Equal(777u, RestartCounter.Next(_folder, false, new WallClock(5UL << 16, false), 777).Value);

    [Fact]
    public void Counter_AtItsEnd_Wraps()
    {
        new StateFile(_folder, RestartCounter.FileName, 4).Store([255, 255, 255, 255]);

        Assert.Equal(0u, Next(_folder, false, Noon).Value);
    }

    // Whatever happens to the file between the starts: no two starts that lost their state have the same counter, as long as the
    // clock goes on and starts are a second apart.
    [Fact]
    public void Counters_OverDamagesAndLossesOfPower_NeverRepeat() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            Prng prng = new(seed);
            FallibleFolder folder = new();
            HashSet<uint> seen = [];
            uint clock = Noon;
            for (int start = 0; start < 60; start++)
            {
                clock += 1 + (uint)prng.Below(5);
                folder.IsReadOnly = prng.Below(6) == 0;
                folder.StepsLeft = prng.Below(3) == 0 ? prng.Below(5) : -1;
                Assert.True(seen.Add(Next(folder, false, clock).Value));
                folder.IsReadOnly = false;
                if (prng.Below(2) == 0)
                {
                    folder.Restart(prng.Below(2) == 0, prng.Below(24));
                }

                if (prng.Below(8) == 0)
                {
                    folder.Put(RestartCounter.FileName, new byte[prng.Below(30)]);
                }
            }
        }));

    [Fact]
    public void Counter_OnTheDisk_IsKeptFromStartToStart()
    {
        string path = Path.Join(_path, "a", "b");

        RestartCounter first = Next(new StateFolder(path), false, Noon);
        RestartCounter second = Next(new StateFolder(path), false, Noon + 9);

        Assert.Equal((Noon, Noon + 1), (first.Value, second.Value));
        Assert.Equal("", second.Warning);
        Assert.Equal([RestartCounter.FileName], Array.ConvertAll(Directory.GetFiles(path), static file => Path.GetFileName(file)!));
    }

    [Fact]
    public void Counter_InAPlaceThatIsNoFolder_IsGivenWithAWarning()
    {
        string path = Path.Join(_path, "file");
        File.WriteAllText(path, "no folder");

        Assert.Contains("cannot be kept", Next(new StateFolder(path), false, Noon).Warning, StringComparison.Ordinal);
    }

    private static RestartCounter Next(IStateFolder folder, bool stateSurvived, uint seconds) =>
        RestartCounter.Next(folder, stateSurvived, new WallClock((ulong)seconds << 16, true), 1);
}
