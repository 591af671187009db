using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Supervision;
using Pmip.Board.Health;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <content>The desk: the control socket and the verbs that other threads than the control loop carry out.</content>
internal sealed partial class Appliance
{
    private DeskServer? _desk;
    private DeskRooms? _deskRooms;

    /// <summary>The control socket and its sessions; null until it is opened, which is when all verbs and tables are there.</summary>
    internal DeskServer? Desk => _desk;

    /// <summary>Where rooms add their verbs and tables, in their start methods.</summary>
    internal DeskRooms DeskRooms => _deskRooms ??= MakeRooms();

    partial void StartDesk()
    {
        string path = _configuration.ControlSocket;
        DeskRooms.Tables.Add(new SessionTable(() => _desk));
        LinuxStatus status = DeskServer.TryStart(path, DeskRooms, out DeskServer? desk);
        _desk = _opened.Open(status, desk, $"control socket {path}");
        Loops.Add(_desk.Progress);
    }

    private DeskRooms MakeRooms()
    {
        LogThread log = Surroundings.Log;
        return new DeskRooms
        {
            Loop = Surroundings.LoopPort,
            Operators = new OperatorDirectory(() => (Lives.Node?.Configuration ?? _configuration).Operators, static () => MonotonicClock.Now),
            Log = new SessionLog((level, sentence) => log.Write(level, EventRoom.Control, sentence)),
            Facts = Facts,
            Version = typeof(Appliance).Assembly.GetName().Version!.ToString(3),
        };
    }

    private DeskFacts Facts()
    {
        ApplianceConfiguration configuration = Lives.Node?.Configuration ?? _configuration;
        string state = Lives.State switch
        {
            NodeState.Running => "running",
            NodeState.SafeMode => "safeMode",
            NodeState.Ending => "ending",
            _ => "starting",
        };
        return new DeskFacts(configuration.Name, configuration.Role.ToString().ToLowerInvariant(), state)
        {
            Notice = string.Join('\n', Notices()),
            PendingSeconds = _store.Status.PendingSeconds,
            HasDraft = _store.Status.HasDraft,
        };
    }

    // A few lines for whoever comes in: "show health" tells the rest.
    private IEnumerable<string> Notices()
    {
        if (Lives.State == NodeState.SafeMode && Lives.Reason.Length > 0)
        {
            yield return Lives.Reason;
        }

        if (_store.Status.Reverted.Length > 0)
        {
            yield return $"the configuration before it runs again: {_store.Status.Reverted}";
        }

        foreach (string complaint in _store.Start.Complaints.Take(2))
        {
            yield return complaint.Split('\n')[0];
        }

        if (Watchdog.Health.Current is not (ApplianceHealth.Serving or ApplianceHealth.Starting))
        {
            yield return $"{HealthText.SentenceOf(Watchdog.Health.Reasons)} (show health)";
        }
    }
}
