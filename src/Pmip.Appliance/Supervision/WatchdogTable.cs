using System;
using System.Globalization;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Board.Resets;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Supervision;

/// <summary><c>show watchdog</c>: a line for each thing that there is to know.</summary>
internal sealed class WatchdogTable(WatchdogChain chain) : DeskTable("watchdog", ShowTables.SummaryOf("watchdog"))
{
    private static readonly AnswerColumn[] s_columns = [new("what", "WHAT"), new("value", "VALUE")];

    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    public override void WriteRows(IAnswer answer)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        Instant now = MonotonicClock.Now;
        Supervisor supervisor = chain.Supervisor;
        Row(answer, "health", HealthText.SentenceOf(chain.Health.Reasons));
        Row(answer, "watchdog", chain.Dog.Name);
        Row(answer, "kind", chain.Dog.Kind switch
        {
            WatchdogKind.Device => "device",
            WatchdogKind.ServiceManager => "systemd",
            _ => "none",
        });
        if (chain.Complaint.Length > 0)
        {
            Row(answer, "complaint", chain.Complaint);
        }

        if (chain.Dog.Kind != WatchdogKind.None)
        {
            Row(answer, "bites after", ResetText.Text(chain.Dog.Timeout));
            Row(answer, "petted", string.Create(invariant, $"{supervisor.Pets} times, {ResetText.Text(now.Since(supervisor.LastPet))} ago"));
            if (chain.Dog is DeviceDog device)
            {
                Row(answer, "time left", device.TimeLeftSeconds is int left and >= 0 ? string.Create(invariant, $"{left} s") : "not told by the driver");
                Row(answer, "warns before", device.HasPretimeout ? "yes" : "no");
            }
        }
        else
        {
            Row(answer, "a hang", chain.Wish.AbortsWithoutWatchdog ? "aborts the process" : "is only said");
        }

        Row(answer, "left to bite", supervisor.IsStarving ? "yes" : "no");
        Row(answer, "loops looked at", $"every {ResetText.Text(supervisor.Period)}");
        Row(answer, "allocated", string.Create(invariant, $"{supervisor.AllocatedOctets} octets by the supervisor since its start"));
        Row(answer, "boot status", chain.BootStatus == 0 ? "nothing told" : chain.BootStatus.ToString());
        Row(answer, "run", string.Create(invariant, $"{chain.Ledger.Run}, for {ResetText.Text(now.Since(chain.Ledger.Facts.Now))}"));
        Row(answer, "record", !chain.Ledger.IsKept ? "not kept" : chain.Ledger.Status.IsOk ? "kept" : chain.Ledger.Status.Message);
        Row(answer, "last reset", chain.Ledger.History.Length == 0 ? "-" : ResetText.LineOf(chain.Ledger.History[0]));
        Row(answer, "unclean ends", string.Create(invariant,
            $"{ResetJudgement.RecentUncleanEnds(chain.Ledger.History, chain.Ledger.Facts)} within {ResetJudgement.Window.Seconds / 60} minutes "
            + $"before this run; {ResetJudgement.EndsToSafeMode} lead to safe mode"));
        Row(answer, "safe mode", chain.Ledger.Current.SafeModeIsOrdered ? "ordered" : chain.Ledger.Current.WasSafeMode ? "on" : "off");
    }

    private static void Row(IAnswer answer, string what, string value) => answer.Row(row =>
    {
        row.WriteString("what", what);
        row.WriteString("value", value);
    });
}
