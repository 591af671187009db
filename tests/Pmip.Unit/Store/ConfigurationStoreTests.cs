using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.Appliance.Store;
using Xunit;

namespace Pmip.Unit.Store;

/// <summary>What runs at start, and what a commit, a trial and the way back do.</summary>
public sealed class ConfigurationStoreTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Start_First_FileIsTakenInAndKept()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            Assert.Equal((ConfigurationSource.File, 1ul), (store.Start.Source, store.Start.Generation));
            Assert.Empty(store.Start.Complaints);
        }

        using ConfigurationStore again = _bench.Open();
        Assert.Equal((ConfigurationSource.Committed, 1ul), (again.Start.Source, again.Start.Generation));
        Assert.Empty(again.Start.Complaints);
    }

    [Fact]
    public void SafeMode_Unreadable_HasTheSocketThatTheFileNames()
    {
        File.WriteAllText(_bench.FilePath, "{ \"control\": { \"socket\": \"/run/x.sock\" }, \"nonsense\": 1 }");

        ApplianceConfiguration configuration = SafeModeConfiguration.For(_bench.FilePath, "/tmp/state");

        Assert.Equal(("/run/x.sock", "/tmp/state"), (configuration.ControlSocket, configuration.StateFolder));
    }

    [Fact]
    public void Start_FileChangedByAPerson_IsANewGeneration()
    {
        _bench.Open().Dispose();
        File.WriteAllText(_bench.FilePath, StoreBench.Text("n1"));

        using ConfigurationStore store = _bench.Open();

        Assert.Equal(("n1", 2ul), (StoreBench.NameOf(store), store.Start.Generation));
        Assert.Equal(["n1", "n0"], store.History.Select(entry => ReadName(entry.Text)));
    }

    [Theory]
    [InlineData("{ \"name\": 7 }")]
    [InlineData("")]
    [InlineData("{")]
    public void Start_FileWrong_LastGoodRunsAndEverythingIsSaid(string text)
    {
        _bench.Open().Dispose();
        File.WriteAllText(_bench.FilePath, text);

        using ConfigurationStore store = _bench.Open();

        Assert.Equal(("n0", ConfigurationSource.Committed), (StoreBench.NameOf(store), store.Start.Source));
        Assert.True(store.Start.IsDegraded);
        Assert.Contains(store.Start.Complaints, complaint => complaint.Contains(_bench.FilePath, StringComparison.Ordinal));
    }

    [Fact]
    public void Start_BothSlotsDamagedAndNoFile_RescueThenFactoryThenSafeMode()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            Assert.True(store.SaveRescue(StoreBench.Alice).IsDone);
        }

        File.WriteAllText(_bench.FactoryPath, StoreBench.Text("factory"));
        File.Delete(_bench.FilePath);
        Damage();
        using (ConfigurationStore store = _bench.Open())
        {
            Assert.Equal((ConfigurationSource.Rescue, "n0"), (store.Start.Source, StoreBench.NameOf(store)));
            Assert.Equal(ConfigurationSource.Factory, store.TryNext("it does not start").Source);
            Assert.Null(store.TryNext("neither does that").Configuration);
            Assert.Contains(store.Start.Complaints, complaint => complaint.Contains("neither does that", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Start_NewestSlotDamaged_OtherSlotRuns()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            Assert.True(StoreBench.Commit(store, "n1").IsDone);
        }

        File.Delete(_bench.FilePath);
        byte[] newest = _bench.Blocks.MediumOf("config.b");
        newest[5000] ^= 1;
        newest[100] ^= 1;
        _bench.Blocks.Put("config.b", newest);

        using ConfigurationStore again = _bench.Open();
        Assert.Equal("n0", StoreBench.NameOf(again));
        Assert.Contains(again.Start.Complaints, complaint => complaint.Contains("config.b", StringComparison.Ordinal));
    }

    [Fact]
    public void Commit_Done_RunsIsKeptAndIsInTheFile()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            StoreResult result = StoreBench.Commit(store, "n1");

            Assert.True(result.IsDone, result.Message);
            Assert.Contains(result.Lines, line => line.Contains("all bindings end", StringComparison.Ordinal));
            Assert.Equal("n1", _bench.Node.Running!.Name);
            Assert.Equal(StoreBench.Text("n1"), File.ReadAllText(_bench.FilePath));
            Assert.Equal("n0", ReadName(store.Find(1)!.Text));
        }

        using ConfigurationStore again = _bench.Open();
        Assert.Equal(("n1", ConfigurationSource.Committed), (StoreBench.NameOf(again), again.Start.Source));
        Assert.Empty(again.Start.Complaints);
    }

    [Fact]
    public void Commit_NodeRefuses_OldStaysAndTheTextIsNotTakenInByItself()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            _bench.Node.Outcomes.Enqueue(ApplyOutcome.Refused);
            File.WriteAllText(_bench.FilePath, StoreBench.Text("bad"));

            StoreResult result = StoreBench.Commit(store, "bad");

            Assert.Equal("applyRefused", result.Code);
            Assert.Contains("no interface wan0", result.Message, StringComparison.Ordinal);
        }

        using ConfigurationStore again = _bench.Open();
        Assert.Equal("n0", StoreBench.NameOf(again));
        Assert.Contains(again.Start.Complaints, complaint => complaint.Contains("taken back", StringComparison.Ordinal));
    }

    [Fact]
    public void Commit_WrongDraft_EveryErrorIsToldAndNothingChanges()
    {
        using ConfigurationStore store = _bench.Open();
        string wrong = StoreBench.Text("n1").Replace("1500", "15", StringComparison.Ordinal).Replace("3600", "3601", StringComparison.Ordinal);
        Assert.True(store.Load(StoreBench.Alice, Encoding.UTF8.GetBytes(wrong), "body", isExcerptShown: true).IsDone);

        StoreResult result = store.Commit(StoreBench.Alice, "", 0);

        Assert.Equal("configurationWrong", result.Code);
        Assert.Contains(result.Lines, line => line.Contains("transport.mtu", StringComparison.Ordinal));
        Assert.Empty(_bench.Node.Applied);
        Assert.Equal(1ul, store.Status.Generation);
    }

    [Fact]
    public void Trial_TimeIsOver_OldRunsAgainAndTheTextIsTheDraft()
    {
        using ConfigurationStore store = _bench.Open();
        Assert.True(StoreBench.Commit(store, "n1", minutes: 2).IsDone);
        Assert.Equal(120, store.Status.PendingSeconds);
        Assert.Equal(StoreBench.Text("n0"), File.ReadAllText(_bench.FilePath));

        _bench.Pass(store, 11, () => Kinds().Count(kind => kind == ConfigurationNewsKind.Pending) == 2);
        Assert.Equal("n1", _bench.Node.Running!.Name);
        _bench.Pass(store, 110, () => Kinds().Contains(ConfigurationNewsKind.Reverted));

        Assert.Equal("n0", _bench.Node.Running!.Name);
        Assert.Equal(0, store.Status.PendingSeconds);
        Assert.Equal("n1", ReadName(store.Draft!.Text));
        Assert.Equal("nothingOnTrial", store.Confirm(StoreBench.Alice).Code);
    }

    [Fact]
    public void Trial_GivenAgain_TimeBeginsAnew()
    {
        using ConfigurationStore store = _bench.Open();
        Assert.True(StoreBench.Commit(store, "n1", minutes: 1).IsDone);
        _bench.Pass(store, 50, () => Kinds().Count(kind => kind == ConfigurationNewsKind.Pending) == 2);

        Assert.True(store.Commit(StoreBench.Alice, "", 1).IsDone);

        Assert.Equal(60, store.Status.PendingSeconds);
        Assert.True(store.Confirm(StoreBench.Bob).IsDone);
        Assert.Equal(StoreBench.Text("n1"), File.ReadAllText(_bench.FilePath));
    }

    [Fact]
    public void Trial_PowerIsLost_OldComesBackAndTheFileIsNotTakenInByItself()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            File.WriteAllText(_bench.FilePath, StoreBench.Text("n1"));
            Assert.True(store.LoadFile(StoreBench.Alice, null).IsDone);
            Assert.True(store.Commit(StoreBench.Alice, "", 10).IsDone);
        }

        for (int start = 0; start < 2; start++)
        {
            using ConfigurationStore again = _bench.Open();
            Assert.Equal("n0", StoreBench.NameOf(again));
            Assert.True(again.Start.Generation >= 3);
            Assert.Contains(again.Start.Complaints, complaint => complaint.Contains("not taken in by itself", StringComparison.Ordinal));
        }
    }

    // What it goes back to stays what was in force before the first trial.
    [Fact]
    public void Trial_AnotherCommitOnTrial_GoesBackToWhatWasInForce()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            Assert.True(StoreBench.Commit(store, "n1", minutes: 1).IsDone);
            Assert.True(StoreBench.Commit(store, "n2", minutes: 1).IsDone);
            _bench.Node.Outcomes.Enqueue(ApplyOutcome.Refused);
            Assert.Equal("applyRefused", StoreBench.Commit(store, "n3", minutes: 1).Code);
            Assert.Equal("n2", _bench.Node.Running!.Name);
        }

        using ConfigurationStore again = _bench.Open();
        Assert.Equal("n0", StoreBench.NameOf(again));
    }

    [Fact]
    public void Commit_OverEditsThatNobodyTookIn_KeepsThemBesideTheFile()
    {
        using ConfigurationStore store = _bench.Open();
        File.WriteAllText(_bench.FilePath, StoreBench.Text("edited"));

        StoreResult result = StoreBench.Commit(store, "n1");

        Assert.Contains(result.Lines, line => line.Contains(PersonFile.EditedSuffix, StringComparison.Ordinal));
        Assert.Equal(StoreBench.Text("edited"), File.ReadAllText(_bench.FilePath + PersonFile.EditedSuffix));
        Assert.Equal(StoreBench.Text("n1"), File.ReadAllText(_bench.FilePath));
    }

    [Fact]
    public void Commits_WhileTheClockIsWrong_OrderIsThatOfTheGenerations()
    {
        _bench.Wall = 1_800_000_000;
        using ConfigurationStore store = _bench.Open();
        foreach ((string name, long wall) in (ReadOnlySpan<(string, long)>)[("n1", 5), ("n2", 4_000_000_000), ("n3", -7)])
        {
            _bench.Wall = wall;
            Assert.True(StoreBench.Commit(store, name).IsDone);
        }

        Assert.Equal(["n3", "n2", "n1", "n0"], store.History.Select(entry => ReadName(entry.Text)));
        Assert.Equal(["clock not set", "2096-10-02T07:06:40Z", "clock not set"], store.History.Take(3).Select(entry => entry.TimeText));
    }

    [Fact]
    public void History_OfManyCommits_KeepsTheLastTwenty()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            for (int i = 1; i <= 25; i++)
            {
                Assert.True(StoreBench.Commit(store, $"n{i}").IsDone);
            }
        }

        using ConfigurationStore again = _bench.Open();
        Assert.Equal(Enumerable.Range(6, 20).Reverse().Select(i => $"n{i}"), again.History.Select(entry => ReadName(entry.Text)));
        Assert.True(again.RollBack(StoreBench.Alice, "3").IsDone);
        Assert.Equal("n22", ReadName(again.Draft!.Text));
        Assert.Equal("noSuchConfiguration", again.RollBack(StoreBench.Alice, "20").Code);
    }

    [Fact]
    public void Draft_OfAnother_IsNotTouchedUntilTaken()
    {
        using (ConfigurationStore store = _bench.Open())
        {
            Assert.True(store.Set(StoreBench.Alice, "timers.lifetimeSeconds", "600").IsDone);
            StoreResult refused = store.Set(StoreBench.Bob, "timers.lifetimeSeconds", "1200");
            Assert.Equal("draftBusy", refused.Code);
            Assert.Contains("alice", refused.Message, StringComparison.Ordinal);
            Assert.Equal("draftBusy", store.Commit(StoreBench.Bob, "", 0).Code);
            Assert.True(store.Take(StoreBench.Bob).IsDone);
        }

        // It is there after a restart as well.
        using ConfigurationStore again = _bench.Open();
        Assert.True(again.Status.HasDraft);
        Assert.True(again.Commit(StoreBench.Bob, "shorter", 0).IsDone);
        Assert.Equal("shorter", again.History[0].Comment);
        Assert.Contains("\"lifetimeSeconds\": 600", File.ReadAllText(_bench.FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void Disk_ReadOnly_RunsAndRefusesToCommit()
    {
        _bench.Open().Dispose();
        _bench.Blocks.IsReadOnly = true;
        using ConfigurationStore store = _bench.Open();

        Assert.Equal("n0", StoreBench.NameOf(store));
        StoreResult result = StoreBench.Commit(store, "n1");
        Assert.Equal("storeReadOnly", result.Code);
        Assert.Contains("read-only", result.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Node.Applied);
    }

    [Fact]
    public void Schema_Newer_IsRefusedAndTheOneKeptForThisVersionRuns()
    {
        ConfigurationMigration step = text =>
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("\"lifetime\"", "\"lifetimeSeconds\"", StringComparison.Ordinal));
        using StoreBench bench = new() { Migrations = new ConfigurationMigrations([step], first: 0) };
        string old = StoreBench.Text("old").Replace("\"lifetimeSeconds\"", "\"lifetime\"", StringComparison.Ordinal)
            .Replace("{\n  \"name\"", "{\n  \"schema\": 0, // of long ago\n  \"name\"", StringComparison.Ordinal);
        File.WriteAllText(bench.FilePath, old);
        using (ConfigurationStore store = bench.Open())
        {
            Assert.Equal("old", StoreBench.NameOf(store));
            Assert.Contains("\"schema\": 1, // of long ago", File.ReadAllText(bench.FilePath), StringComparison.Ordinal);
            Assert.Equal(old, Encoding.UTF8.GetString(new KeptText(bench.Files, KeptText.OfSchema(0)).TryLoad(out _)!.Text));
        }

        List<ConfigurationError> errors = [];
        Assert.False(ConfigurationFile.TryParse("f", Encoding.UTF8.GetBytes(StoreBench.Text("n").Replace("{\n  \"name\"", "{ \"schema\": 7, \"name\"",
            StringComparison.Ordinal)), out _, errors));
        Assert.Contains("a newer program wrote it", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    // Any call of the disk may be the last one, in a life with commits, trials, confirmations and a person who edits.
    [Fact]
    public void Lives_PowerCutAnywhere_NeverNeitherTheOldNorTheNew()
    {
        int cuts = 0;
        for (int seed = 0; seed < 80; seed++)
        {
            Random random = new(seed);
            using StoreBench bench = new();
            HashSet<string> allowed = ["n0"];
            ulong read = 0;
            int number = 0;
            for (int life = 0; life < 6; life++)
            {
                bench.Blocks.CallsLeft = random.Next(2, 30);
                ConfigurationStore? store = null;
                try
                {
                    store = bench.Open();
                    Assert.Contains(StoreBench.NameOf(store), allowed);
                    Assert.True(store.Start.Generation >= read, $"seed {seed}: generation went back");
                    read = store.Start.Generation;
                    allowed = [StoreBench.NameOf(store)];
                    for (int i = 0; i < 5; i++)
                    {
                        string next = $"n{++number}";
                        int minutes = random.Next(2) * 5;
                        string inForce = allowed.Single();
                        allowed.Add(next);
                        bool isDone = StoreBench.Commit(store, next, minutes).IsDone;
                        Assert.True(isDone);
                        bool isConfirmed = minutes == 0 || (random.Next(2) == 0 && store.Confirm(StoreBench.Alice).IsDone);
                        allowed = [isConfirmed ? next : inForce];
                    }
                }
                catch (PowerCutException)
                {
                    cuts++;
                    IReadOnlyList<(string File, int Sector)> pending = bench.Blocks.Pending;
                    bench.Blocks = bench.Blocks.AfterPowerCut(pending, _ => (SectorFate)random.Next(3));
                    continue;
                }
                finally
                {
                    store?.Dispose();
                }

                bench.Blocks = bench.Blocks.AfterPowerCut([], _ => SectorFate.Old);
            }
        }

        Assert.True(cuts > 150, $"{cuts} cuts prove little");
    }

    private static string ReadName(byte[] text) => Encoding.UTF8.GetString(text).Split("\"name\": \"")[1].Split('"')[0];

    private List<ConfigurationNewsKind> Kinds()
    {
        lock (_bench.News)
        {
            return _bench.News.ConvertAll(news => news.Kind);
        }
    }

    private void Damage()
    {
        foreach (string name in (ReadOnlySpan<string>)["config.a", "config.b"])
        {
            byte[] octets = _bench.Blocks.MediumOf(name);
            octets[0] ^= 0xff;
            _bench.Blocks.Put(name, octets);
        }
    }
}
