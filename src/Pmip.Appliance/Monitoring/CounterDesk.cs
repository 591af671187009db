using System;
using System.Globalization;
using System.Text;
using System.Threading;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Monitoring;

/// <summary>
/// <c>show counters</c> and <c>clear counters</c>. Rates and baselines are made here of samples: the loop counts on, and no two
/// operators disturb each other.
/// </summary>
internal sealed class CounterDesk(ILoopPort loop)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private CounterSample? _cleared;

    /// <summary>Adds the verbs.</summary>
    public void AddTo(DeskVerbs verbs)
    {
        verbs.Add(VerbId.ShowCounters, Show);
        verbs.Add(VerbId.ClearCounters, Clear);
    }

    private void Show(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        string room = Encoding.UTF8.GetString(arguments.Text(0));
        bool hasRates = arguments.Has(1);
        bool onlyNonzero = arguments.Has(2);
        CounterSample? before = hasRates ? CounterSample.Take(loop, out _, () => answer.IsAbandoned) : null;
        if (before is not null)
        {
            Pause.Of(s_second, answer);
        }

        CounterSample? sample = CounterSample.Take(loop, out LoopRows rows, () => answer.IsAbandoned);
        if (sample is null)
        {
            answer.Fail(rows.Code, rows.Message);
            return;
        }

        CounterSample? cleared = Volatile.Read(ref _cleared);
        Begin(answer, cleared is not null, hasRates);
        bool isKnown = room.Length == 0;
        double seconds = before is null ? 1 : Math.Max(sample.Taken.Since(before.Taken).Microseconds, 1) / 1e6;
        foreach ((string ofRoom, string counter, long value) in sample.Values)
        {
            isKnown |= ofRoom == room;
            if ((room.Length > 0 && ofRoom != room) || (onlyNonzero && value == 0))
            {
                continue;
            }

            answer.Row(json =>
            {
                json.WriteString("room"u8, ofRoom);
                json.WriteString("counter"u8, counter);
                json.WriteNumber("value"u8, value);
                if (cleared is not null)
                {
                    json.WriteNumber("sinceClear"u8, CounterSample.Growth(cleared, ofRoom, counter, value));
                }

                if (before is not null)
                {
                    json.WriteNumber("perSecond"u8, Math.Round(CounterSample.Growth(before, ofRoom, counter, value) / seconds, 1));
                }
            });
        }

        if (!isKnown)
        {
            answer.Fail("unknownRoom", $"no counters are of the room \"{room}\"; \"show counters\" lists the rooms", arguments.WordOf(0));
        }
    }

    private void Clear(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        CounterSample? sample = CounterSample.Take(loop, out LoopRows rows);
        if (sample is null)
        {
            answer.Fail(rows.Code, rows.Message);
            return;
        }

        Volatile.Write(ref _cleared, sample);
        answer.Text(string.Create(CultureInfo.InvariantCulture, $"{sample.Values.Count} counters are shown with their growth from now on"));
    }

    private static void Begin(IAnswer answer, bool hasCleared, bool hasRates)
    {
        AnswerColumn[] columns =
        [
            new("room", "ROOM"),
            new("counter", "COUNTER"),
            new("value", "VALUE", ColumnKind.Number),
            .. hasCleared ? [new AnswerColumn("sinceClear", "SINCE-CLEAR", ColumnKind.Number)] : Array.Empty<AnswerColumn>(),
            .. hasRates ? [new AnswerColumn("perSecond", "PER-SECOND", ColumnKind.Number)] : Array.Empty<AnswerColumn>(),
        ];
        answer.Columns(columns);
    }
}
