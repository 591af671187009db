using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using Pmip.Appliance.Store;
using Pmip.Unit.Configuration;
using Pmip.Unit.State;

namespace Pmip.Unit.Store;

/// <summary>A store on models of disk and clock, with the person's file in a folder of its own.</summary>
internal sealed class StoreBench : IDisposable
{
    public static readonly StoreUser Alice = new("alice", "serial");
    public static readonly StoreUser Bob = new("bob", "socket-3");

    private readonly string _folder = Directory.CreateTempSubdirectory("pmip-store-").FullName;
    private readonly AutoResetEvent _told = new(initialState: false);
    private long _monotonic = 1_000_000;

    public StoreBench() => File.WriteAllText(FilePath, Text("n0"));

    public string FilePath => Path.Join(_folder, "pmip.json");

    public string FactoryPath => Path.Join(_folder, "factory.json");

    public PowerCutFolder Blocks { get; set; } = new();

    public FallibleFolder Files { get; set; } = new();

    public FakeNode Node { get; private set; } = new();

    public List<ConfigurationNews> News { get; } = [];

    public long Wall { get; set; } = 1_800_000_000;

    public Pmip.Appliance.Configuration.ConfigurationMigrations Migrations { get; init; } = Pmip.Appliance.Configuration.ConfigurationMigrations.Product;

    /// <summary>A right configuration that is told from others by its name.</summary>
    public static string Text(string name) => ConfigurationSamples.Lma.Replace("\"lma1\"", $"\"{name}\"", StringComparison.Ordinal);

    public ConfigurationStore Open(bool isServing = true)
    {
        ConfigurationStore store = ConfigurationStore.Open(
            new StoreOptions { ConfigurationPath = FilePath, FactoryPath = File.Exists(FactoryPath) ? FactoryPath : null },
            new StoreMedium
            {
                Blocks = Blocks,
                Files = Files,
                SlotLength = 4 * SlotImage.PageLength,
                Wall = () => Wall,
                Monotonic = () => Interlocked.Read(ref _monotonic),
                Migrations = Migrations,
            });
        Node = new FakeNode { Running = store.Start.Configuration };
        if (isServing)
        {
            store.Serve(Node, news =>
            {
                lock (News)
                {
                    News.Add(news);
                }

                _told.Set();
            });
        }

        return store;
    }

    public static StoreResult Commit(ConfigurationStore store, string name, int minutes = 0)
    {
        StoreResult loaded = store.Load(Alice, Encoding.UTF8.GetBytes(Text(name)), "body", isExcerptShown: true);
        return loaded.IsDone ? store.Commit(Alice, "", minutes) : loaded;
    }

    public static string NameOf(ConfigurationStore store) => store.Start.Configuration?.Name ?? "";

    /// <summary>Lets the clock of the trial go on, and the store's thread look at it.</summary>
    public void Pass(ConfigurationStore store, int seconds, Func<bool> until)
    {
        Interlocked.Add(ref _monotonic, seconds * 1000L);
        for (int i = 0; i < 150 && !until(); i++)
        {
            store.LookAtTheClock();
            _told.WaitOne(100);
        }
    }

    public void Dispose()
    {
        _told.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
