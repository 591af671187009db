using System;
using System.Threading;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Monitoring;
using Pmip.Appliance.Store;
using Pmip.Board.Health;

namespace Pmip.Appliance.Supervision;

/// <summary>
/// Looks every few seconds at what nobody reports by itself, whether the peers answer and where the configuration stands, and
/// raises the reasons for it. On a thread of its own, since the control loop may take its time to answer.
/// </summary>
internal sealed class HealthWatch : IDisposable
{
    /// <summary>Peers that are looked at; of more the first ones stand for all.</summary>
    private const int PeersMax = 256;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(3);

    private readonly ILoopPort _loop;
    private readonly ConfigurationStore _store;
    private readonly HealthState _health;
    private readonly ManualResetEventSlim _ending = new(false);
    private readonly Thread _thread;

    /// <summary>Begins to look.</summary>
    public HealthWatch(ILoopPort loop, ConfigurationStore store, HealthState health)
    {
        _loop = loop;
        _store = store;
        _health = health;
        _thread = new Thread(Run) { IsBackground = true, Name = "health" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Set();
        _thread.Join();
        _ending.Dispose();
    }

    /// <summary>The reasons that the peers' states give: none answers, or one does not. A peer that was never asked speaks for nobody.</summary>
    internal static HealthReasons Of(int reachable, int unreachable) =>
        unreachable == 0 ? HealthReasons.None : reachable == 0 ? HealthReasons.NoPeer : HealthReasons.PeerMissing;

    /// <summary>Raises and clears the reasons that the store gives; by any thread.</summary>
    internal static void Note(StoreStatus store, HealthState health)
    {
        health.Set(HealthReasons.ConfigurationPending, store.PendingSeconds > 0);
        health.Set(HealthReasons.ConfigurationFallback, store.IsFallback);
        health.Set(HealthReasons.StorageFailing, store.Trouble.Length > 0);
    }

    private void Run()
    {
        do
        {
            LookAtPeers();
            Note(_store.Status, _health);
        }
        while (!_ending.Wait(s_interval));
    }

    private void LookAtPeers()
    {
        LoopRows peers = LoopRows.Of(_loop, $"peers limit {PeersMax}", () => _ending.IsSet);
        int reachable = 0;
        int unreachable = 0;
        foreach (System.Text.Json.JsonElement row in peers.Rows)
        {
            string path = row.TryGetProperty("path", out System.Text.Json.JsonElement state) ? state.GetString() ?? "" : "";
            reachable += path == "reachable" ? 1 : 0;
            unreachable += path == "unreachable" ? 1 : 0;
        }

        HealthReasons reasons = Of(reachable, unreachable);
        _health.Set(HealthReasons.NoPeer, reasons == HealthReasons.NoPeer);
        _health.Set(HealthReasons.PeerMissing, reasons == HealthReasons.PeerMissing);
    }
}
