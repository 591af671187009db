using System;
using System.Linq;
using System.Text;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Supervision;
using Pmip.Board.Health;
using Pmip.Board.Resets;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Pmip.Unit.Board.Resets;
using Xunit;

namespace Pmip.Unit.Supervision;

public sealed class SupervisionTextTests
{
    [Fact]
    public void Reset_ByASilentLoop_SaysWhichAndWhereItStood()
    {
        RunRecord run = new()
        {
            Cause = ResetCause.LoopSilent,
            Loop = RecordText.Of("control"),
            Silence = Duration.FromSeconds(11),
            Deadline = Duration.FromSeconds(10),
            Detail = RecordText.Of("D call 1 pipe_write"),
            MachineRestarted = true,
            Alive = new Instant(Duration.FromSeconds(11_100).Microseconds),
            Build = RecordText.Of("pmipd 1.2.3"),
            Generation = 7,
        };
        Assert.Equal(
            "watchdog, loop control was silent for 11 s of at most 10 s; its thread: D call 1 pipe_write; the machine was reset "
            + "(after 3 h 5 min, pmipd 1.2.3, configuration 7)",
            ResetText.LineOf(run));
    }

    [Fact]
    public void Cause_OfEachKind_HasWordsOfItsOwn()
    {
        ResetCause[] causes = Enum.GetValues<ResetCause>();
        Assert.Equal(causes.Length, causes.Select(ResetText.WordOf).Distinct().Count());
        Assert.Equal(causes.Length, causes.Select(cause => ResetText.SentenceOf(new RunRecord { Cause = cause })).Distinct().Count());
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(1_500, "1.5 s")]
    [InlineData(59_999, "59 s")]
    [InlineData(61_000, "1 min 1 s")]
    [InlineData(90_061_000, "1 d 1 h")]
    public void Time_InWords_HasItsTwoLargestUnits(long milliseconds, string text) =>
        Assert.Equal(text, ResetText.Text(Duration.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(HealthReasons.None, ApplianceHealth.Serving, "serving")]
    [InlineData(HealthReasons.LoopLate, ApplianceHealth.Degraded, "degraded: a loop is late")]
    [InlineData(HealthReasons.LoopLate | HealthReasons.NoPeer, ApplianceHealth.NoPeer, "no peer: no peer answers, a loop is late")]
    [InlineData(HealthReasons.SafeMode | HealthReasons.Starting, ApplianceHealth.SafeMode,
        "safe mode: not everything is open yet, the control plane is out of service")]
    [InlineData(HealthReasons.Stopping | HealthReasons.LoopSilent, ApplianceHealth.Stopping,
        "stopping: ordered to end, a loop does not get on, the reset is on its way")]
    public void Health_FromItsReasons_IsTheOneToKnowFirst(HealthReasons reasons, ApplianceHealth health, string sentence)
    {
        Assert.Equal(health, HealthState.Of(reasons));
        Assert.Equal(sentence, HealthText.SentenceOf(reasons));
    }

    [Fact]
    public void Reason_OfEachKind_HasWordsOfItsOwn()
    {
        HealthReasons[] reasons = [.. Enum.GetValues<HealthReasons>().Where(reason => reason != HealthReasons.None)];
        Assert.Equal(reasons.Length, reasons.Select(reason => HealthText.SentenceOf(reason).Split(": ")[1]).Distinct().Count());
    }

    [Fact]
    public void News_OfEachKind_HasASentence()
    {
        SupervisorNewsKind[] kinds = Enum.GetValues<SupervisorNewsKind>();
        Assert.Equal(kinds.Length, kinds.Select(kind => NewsText.SentenceOf(new SupervisorNews(kind, null, default, default))).Distinct().Count());
        Assert.Equal(EventLevel.Error, NewsText.LevelOf(new SupervisorNews(SupervisorNewsKind.LoopSilent, null, default, default)));
    }

    [Fact]
    public void Start_AfterEndsThatNobodyOrdered_GivesUpTheConfigurationThenGoesToSafeMode()
    {
        FakeStorage storage = new();
        NewRun(storage, 0, generation: 1).NoteEnd(RunEnd.Stopped, "", Minute(1), 0);
        RunLedger ledger = NewRun(storage, 1, generation: 2);
        Assert.Equal(new StartVerdict(false, 0, ""), StartVerdict.Of(ledger, 2));
        ledger = NewRun(storage, 2, generation: 2);
        ledger = NewRun(storage, 3, generation: 2);
        Assert.Equal(0ul, StartVerdict.Of(ledger, 2).GivesUpGeneration);
        ledger = NewRun(storage, 4, generation: 2);
        Assert.Equal(2ul, StartVerdict.Of(ledger, 2).GivesUpGeneration);
        Assert.Equal(0ul, StartVerdict.Of(ledger, 3).GivesUpGeneration);
        Assert.False(StartVerdict.Of(ledger, 2).EntersSafeMode);

        NewRun(storage, 5, generation: 1);
        ledger = NewRun(storage, 6, generation: 1);
        StartVerdict verdict = StartVerdict.Of(ledger, 1);
        Assert.True(verdict.EntersSafeMode);
        Assert.Contains("generation 1", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("process was lost", verdict.Reason, StringComparison.Ordinal);

        ledger.Forgive();
        Assert.False(StartVerdict.Of(NewRun(storage, 7, generation: 1), 1).EntersSafeMode);
    }

    [Fact]
    public void SafeMode_ThatWasOrdered_HoldsAtTheNextStart()
    {
        FakeStorage storage = new();
        NewRun(storage, 0, 1).OrderSafeMode();
        Assert.True(StartVerdict.Of(NewRun(storage, 1, 1), 1).EntersSafeMode);
    }

    [Theory]
    [InlineData(0, 0, 60)]
    [InlineData(15, 0, 60)]
    [InlineData(16, 0, 3600)]
    [InlineData(100, 90, 60)] // Ten minutes with another configuration.
    public void Run_Alive_IsNotedByTheMinuteOnlyWhileItsEndCounts(int minutes, int generationSince, int seconds) => Assert.Equal(
        seconds,
        SupervisorWitness.NoteInterval(new RunRecord { GenerationSince = Minute(generationSince) }, Minute(minutes)).Seconds);

    [Fact]
    public void Restart_WithoutTheDescriptorOfTheFirstStart_KeepsTheOtherWords()
    {
        byte[][] words =
        [
            "pmipd\0"u8.ToArray(), "run\0"u8.ToArray(), "--ready-fd\0"u8.ToArray(), "3\0"u8.ToArray(), "--config\0"u8.ToArray(), "c\0"u8.ToArray(),
        ];
        Assert.Equal("pmipd run --config c ", string.Concat(ProcessRestart.WithoutReadyOption(words).Select(Encoding.UTF8.GetString)).Replace('\0', ' '));
        Assert.NotEmpty(ProcessImage.Words());
    }

    private static RunLedger NewRun(FakeStorage storage, int minute, ulong generation)
    {
        RunLedger ledger = new(storage, new RunFacts { Boot = new BootIdentity(1, 1), Now = Minute(minute) });
        ledger.NoteConfiguration(generation, 0, Minute(minute));
        return ledger;
    }

    private static Instant Minute(int minutes) => new(minutes * 60_000_000L);
}
