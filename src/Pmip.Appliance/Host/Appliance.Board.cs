using System.Collections.Generic;
using System.Threading;
using Pmip.Appliance.Board;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Store;
using Pmip.Board;
using Pmip.Board.Buttons;
using Pmip.Board.Health;
using Pmip.Board.Profiles;
using Pmip.Linux;

namespace Pmip.Appliance.Host;

/// <content>The board: its lights, its button, its temperatures.</content>
internal sealed partial class Appliance
{
    private readonly List<string> _boardProblems = [];
    private BoardProfile? _boardProfile;
    private BoardThread? _boardThread;

    /// <summary>What the board has. Nothing of the hardware is touched where the profile cannot be read.</summary>
    internal BoardProfile BoardProfile => _boardProfile ??= BoardProfiles.Choose(
        _configuration.Board.Profile, BoardProfiles.ReadCompatible(_configuration.Board.Root), _boardProblems) ?? BoardProfiles.Absent;

    partial void StartBoard()
    {
        BoardConfiguration wish = _configuration.Board;
        LogThread log = Surroundings.Log;
        BoardDevices devices = _opened.Keep(new BoardDevices(BoardProfile, wish.Root, wish.UsesLights, wish.UsesButton));
        _boardProblems.AddRange(devices.Problems);
        foreach (string problem in _boardProblems)
        {
            log.Write(EventLevel.Warn, EventRoom.Host, $"board {devices.Profile.Name}: {problem}");
        }

        Watchdog.Health.Set(HealthReasons.BoardIncomplete, _boardProblems.Count > 0);
        LinuxStatus status = BoardThread.TryStart(devices, Watchdog.Health, Pressed, out BoardThread? thread);
        _boardThread = _opened.Open(status, thread, "event descriptors");
        Loops.Add(_boardThread.Progress, isRequired: false);
        DeskRooms.Tables.Add(new BoardTable(devices));
        DeskRooms.Tables.Add(new LightTable(devices));
        DeskRooms.Tables.Add(new TemperatureTable(devices.Thermometer));
    }

    // On the board's thread, which waits for nothing of this.
    private void Pressed(ButtonStage stage)
    {
        Surroundings.Log.Write(EventLevel.Warn, EventRoom.Host, $"the button asks for {stage switch
        {
            ButtonStage.Restart => "a restart",
            ButtonStage.SafeMode => "safe mode",
            _ => "the factory's configuration",
        }}");
        switch (stage)
        {
            case ButtonStage.Restart:
                OrderRestart();
                break;
            case ButtonStage.SafeMode:
                Watchdog.Ledger.OrderSafeMode();
                Lives.TryOrder(new LifeOrder(null, "ordered by the button"));
                break;
            case ButtonStage.FactoryReset:
                ResetToFactory();
                break;
        }
    }

    // A commit waits for the node; the button's thread does not.
    private void ResetToFactory() => new Thread(() =>
    {
        StoreUser user = new("button", "board");
        StoreResult result = _store.RollBack(user, "factory");
        result = result.IsDone ? _store.Commit(user, "factory reset by the button", minutes: 0) : result;
        Surroundings.Log.Write(
            result.IsDone ? EventLevel.Warn : EventLevel.Error, EventRoom.Host,
            result.IsDone ? "the factory's configuration is in force" : $"no factory reset: {result.Message}");
    })
    {
        IsBackground = true,
        Name = "factory reset",
    }.Start();
}
