using Pmip.Appliance.Logging;
using Pmip.Appliance.Store;
using Pmip.Appliance.Supervision;

namespace Pmip.Appliance.Host;

/// <content>The configuration store: what runs, and how operators change it.</content>
internal sealed partial class Appliance
{
    private readonly ConfigurationStore _store;

    /// <summary>The configuration store.</summary>
    internal ConfigurationStore Store => _store;

    partial void StartStore()
    {
        LogThread log = Surroundings.Log;
        ConfigurationStart start = _store.Start;
        foreach (string complaint in start.Complaints)
        {
            foreach (string line in complaint.Split('\n'))
            {
                log.Write(EventLevel.Warn, EventRoom.Host, line);
            }
        }

        log.Write(EventLevel.Info, EventRoom.Host, $"configuration: generation {start.Generation}, {start.Source}: {start.Reason}");
        StoreVerbs.AddTo(DeskRooms.Verbs, DeskRooms.Tables, _store);
        _store.Serve(Control, news =>
        {
            HealthWatch.Note(_store.Status, Watchdog.Health);
            if (news.Kind != ConfigurationNewsKind.Edited)
            {
                Watchdog.NoteConfiguration(_store.Status.Generation, _configurationPath);
                log.Write(news.Kind == ConfigurationNewsKind.Reverted ? EventLevel.Warn : EventLevel.Info, EventRoom.Host, $"configuration: {news.Message}");
            }

            _desk?.Publish("configuration", json =>
            {
                json.WriteString("kind"u8, NameOf(news.Kind));
                json.WriteNumber("generation"u8, news.Generation);
                json.WriteNumber("pendingSeconds"u8, news.PendingSeconds);
                json.WriteBoolean("draft"u8, _store.Status.HasDraft);
                json.WriteString("operator"u8, news.Operator);
                if (news.Message.Length > 0)
                {
                    json.WriteString("message"u8, news.Message);
                }
            });
        });
    }

    // SIGHUP: a file that is wrong changes nothing. What a change disturbs is in the log.
    private void TakeFile()
    {
        LogThread log = Surroundings.Log;
        StoreResult result = _store.TakeInFile();
        foreach (string line in result.Lines)
        {
            log.Write(result.IsDone ? EventLevel.Info : EventLevel.Error, EventRoom.Host, line.Split('\n')[0]);
        }

        if (result.IsDone)
        {
            log.Write(EventLevel.Info, EventRoom.Host, $"{_configurationPath} is in force");
        }
        else
        {
            bool isNothing = result.Code == "nothingToCommit";
            log.Write(isNothing ? EventLevel.Info : EventLevel.Error, EventRoom.Host, $"{_configurationPath} is not taken in: {result.Message}");
        }
    }

    private static string NameOf(ConfigurationNewsKind kind) => kind switch
    {
        ConfigurationNewsKind.Committed => "committed",
        ConfigurationNewsKind.Pending => "pending",
        ConfigurationNewsKind.Confirmed => "confirmed",
        ConfigurationNewsKind.Edited => "edited",
        _ => "reverted",
    };
}
