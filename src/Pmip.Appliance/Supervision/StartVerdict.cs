using System.Globalization;
using Pmip.Board.Resets;

namespace Pmip.Appliance.Supervision;

/// <summary>What a start makes of how the runs before it ended.</summary>
/// <param name="EntersSafeMode">The control plane stays off.</param>
/// <param name="GivesUpGeneration">This generation of the configuration never held out: the one before is to run. Zero for none.</param>
/// <param name="Reason">Why, for the log and the console; empty for an ordinary start.</param>
internal readonly record struct StartVerdict(bool EntersSafeMode, ulong GivesUpGeneration, string Reason)
{
    /// <summary>Judges with the configuration of <paramref name="generation"/> about to run; zero for one that no store holds.</summary>
    public static StartVerdict Of(RunLedger ledger, ulong generation)
    {
        if (ledger.Current.SafeModeIsOrdered)
        {
            return new StartVerdict(true, 0, "an operator ordered it; \"safe-mode leave\" ends it");
        }

        int ends = ResetJudgement.RecentUncleanEnds(ledger.History, ledger.Facts);
        int ofGeneration = ResetJudgement.UncleanEndsOfGeneration(ledger.History, generation);
        if (ends >= ResetJudgement.EndsToSafeMode)
        {
            return new StartVerdict(true, 0, string.Create(CultureInfo.InvariantCulture,
                $"{ends} ends within {ResetJudgement.Window.Seconds / 60} minutes that nobody ordered, the last one: {LastEnd(ledger)}; "
                + $"the configuration that would run is {Name(generation)}; \"safe-mode leave\" tries it again"));
        }

        return ofGeneration >= ResetJudgement.EndsToRevert
            ? new StartVerdict(false, generation, string.Create(CultureInfo.InvariantCulture,
                $"the process ended {ofGeneration} times in a row with configuration {generation}, which never held out for "
                + $"{ResetJudgement.Window.Seconds / 60} minutes; the last end: {LastEnd(ledger)}"))
            : new StartVerdict(false, 0, "");
    }

    private static string LastEnd(RunLedger ledger) => ResetText.SentenceOf(ledger.History[0]);

    private static string Name(ulong generation) =>
        generation == 0 ? "the one of the file" : string.Create(CultureInfo.InvariantCulture, $"generation {generation}");
}
