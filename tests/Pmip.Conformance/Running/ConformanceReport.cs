using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Pmip.Conformance.Clauses;

namespace Pmip.Conformance.Running;

/// <summary>Prints a line for each clause and case, and the summary; remembers whether anything failed.</summary>
public sealed class ConformanceReport(TextWriter output)
{
    private readonly Dictionary<Outcome, int> _counts = new() { [Outcome.Pass] = 0, [Outcome.Fail] = 0, [Outcome.Skip] = 0 };
    private int _pending;

    public bool IsClean => _counts[Outcome.Fail] == 0;

    public void Add(ConformanceCase conformanceCase, Verdict verdict, bool isPendingHere)
    {
        foreach (string clause in conformanceCase.Clauses)
        {
            string tail = verdict.Outcome switch
            {
                Outcome.Pass => "PASS",
                Outcome.Skip => $"SKIP({verdict.Reason})",
                _ when isPendingHere => $"SKIP(pending: {ClauseTable.Pending[conformanceCase.Name]})",
                _ => $"FAIL {verdict.Reason}",
            };
            output.WriteLine($"{clause} {tail} [{conformanceCase.Name}]");
        }

        bool isPending = isPendingHere && verdict.Outcome == Outcome.Fail;
        _pending += isPending ? 1 : 0;
        _counts[isPending ? Outcome.Skip : verdict.Outcome]++;
    }

    public void Summarize()
    {
        int clauses = ClauseTable.All.Count;
        int excused = ClauseTable.All.Count(clause => clause.Answer is ClauseAnswer.No or ClauseAnswer.Test);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_counts[Outcome.Pass]} cases passed, {_counts[Outcome.Fail]} failed, {_counts[Outcome.Skip]} skipped ({_pending} pending)"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{clauses} clauses, {excused} of them shown by other tests or not applicable; rfc-map.md has all of them"));
    }
}
