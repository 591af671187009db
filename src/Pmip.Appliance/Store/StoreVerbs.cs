using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration.Editing;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Store;

/// <summary>Carries out the verbs of the configuration at the desk.</summary>
/// <param name="store">The store.</param>
internal sealed class StoreVerbs(ConfigurationStore store)
{
    /// <summary>Adds all of them, and the table of the history.</summary>
    public static void AddTo(DeskVerbs verbs, DeskTables tables, ConfigurationStore store)
    {
        StoreVerbs own = new(store);
        verbs.Add(VerbId.ShowConfiguration, own.ShowConfiguration);
        verbs.Add(VerbId.ShowDraft, own.ShowDraft);
        verbs.Add(VerbId.LoadConfiguration, own.Load);
        verbs.Add(VerbId.SetKey, own.Set);
        verbs.Add(VerbId.DeleteKey, own.Delete);
        verbs.Add(VerbId.CheckDraft, (in _, _, answer) => Give(store.Check(), default, answer));
        verbs.Add(VerbId.CompareDraft, own.Compare);
        verbs.Add(VerbId.Commit, own.Commit);
        verbs.Add(VerbId.CommitConfirmed, own.CommitConfirmed);
        verbs.Add(VerbId.ConfirmCommit, (in _, request, answer) => Give(store.Confirm(UserOf(request)), default, answer));
        verbs.Add(VerbId.RollBack, own.RollBack);
        verbs.Add(VerbId.SaveRescue, (in _, request, answer) => Give(store.SaveRescue(UserOf(request)), default, answer));
        verbs.Add(VerbId.TakeDraft, (in _, request, answer) => Give(store.Take(UserOf(request)), default, answer));
        verbs.Add(VerbId.ImportConfiguration, own.Import);
        verbs.Add(VerbId.ExportConfiguration, own.Export);
        tables.Add(new HistoryTable(store));
    }

    private static StoreUser UserOf(DeskRequest request) => new(request.Operator, request.Session);

    private static string Word(in VerbArguments arguments, int parameter) => Encoding.UTF8.GetString(arguments.Text(parameter));

    private static void Give(StoreResult result, WordPlace path, IAnswer answer)
    {
        foreach (string line in result.Lines.SelectMany(text => text.Split('\n')))
        {
            answer.Text(line);
        }

        if (!result.IsDone)
        {
            WordPlace wrong = result.Refusal is { Length: > 0 } refusal && refusal.Start + refusal.Length <= path.Length
                ? new WordPlace(path.Start + refusal.Start, refusal.Length)
                : default;
            answer.Fail(result.Code, result.Message, wrong);
        }
    }

    private static void GiveText(StoredConfiguration? stored, bool isMasked, string missing, IAnswer answer)
    {
        if (stored is null)
        {
            answer.Fail("noSuchConfiguration", missing);
            return;
        }

        byte[] text = isMasked ? SecretMask.Hide(stored.Text) : stored.Text;
        foreach (string line in Encoding.UTF8.GetString(text).TrimEnd('\n').Split('\n'))
        {
            if (answer.IsAbandoned)
            {
                return;
            }

            answer.Text(line.TrimEnd('\r'));
        }
    }

    private void ShowConfiguration(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        bool isMasked = arguments.Has(1) || request.Access < OperatorAccess.Configure;
        GiveText(store.Find((int)arguments.Number(0)), isMasked, "there is no such configuration (show history)", answer);
    }

    private void ShowDraft(in VerbArguments arguments, DeskRequest request, IAnswer answer) =>
        GiveText(store.Draft, arguments.Has(0) || request.Access < OperatorAccess.Configure, "nobody edits a draft", answer);

    private void Load(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        bool hasBody = request.Body.Length > 0 && !arguments.Has(0);
        Give(
            hasBody
                ? store.Load(UserOf(request), Encoding.UTF8.GetBytes(request.Body), "the body", isExcerptShown: true)
                : store.LoadFile(UserOf(request), arguments.Has(0) ? Word(arguments, 0) : null),
            default, answer);
    }

    private void Set(in VerbArguments arguments, DeskRequest request, IAnswer answer) =>
        Give(store.Set(UserOf(request), Word(arguments, 0), Word(arguments, 1)), arguments.PlaceOf(0), answer);

    private void Delete(in VerbArguments arguments, DeskRequest request, IAnswer answer) =>
        Give(store.Delete(UserOf(request), Word(arguments, 0)), arguments.PlaceOf(0), answer);

    private void Compare(in VerbArguments arguments, DeskRequest request, IAnswer answer) =>
        Give(store.Compare((int)Math.Max(arguments.Number(0), arguments.Number(1)), arguments.Has(2)), default, answer);

    private void Commit(in VerbArguments arguments, DeskRequest request, IAnswer answer) =>
        Give(store.Commit(UserOf(request), Word(arguments, 0), 0), default, answer);

    private void CommitConfirmed(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        int minutes = arguments.Has(0) ? (int)arguments.Number(0) : ConfigurationStore.TrialMinutesUsual;
        if (minutes == 0)
        {
            answer.Fail("badValue", $"0 is no number of minutes, wanted is 1 to {ConfigurationVerbs.TrialMinutesMax}", arguments.PlaceOf(0));
            return;
        }

        Give(store.Commit(UserOf(request), Word(arguments, 1), minutes), default, answer);
    }

    private void RollBack(in VerbArguments arguments, DeskRequest request, IAnswer answer) =>
        Give(store.RollBack(UserOf(request), Word(arguments, 0)), default, answer);

    private void Import(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (request.Body.Length == 0)
        {
            answer.Fail("missingBody", "import wants the configuration as the body of the request");
            return;
        }

        Give(store.Import(UserOf(request), Encoding.UTF8.GetBytes(request.Body)), default, answer);
    }

    private void Export(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (store.Find(0) is StoredConfiguration running)
        {
            answer.Octets(SecretMask.Hide(running.Text));
        }
        else
        {
            answer.Fail("safeMode", "nothing runs that could be exported");
        }
    }

    private sealed class HistoryTable(ConfigurationStore store)
        : DeskTable("history", "the configurations that were committed: when, by whom, and why")
    {
        private static readonly AnswerColumn[] Titles =
        [
            new("number", "N", ColumnKind.Number),
            new("generation", "GENERATION", ColumnKind.Number),
            new("time", "TIME"),
            new("operator", "OPERATOR"),
            new("hash", "HASH"),
            new("state", "STATE"),
            new("comment", "COMMENT"),
        ];

        public override ReadOnlySpan<AnswerColumn> Columns => Titles;

        public override void WriteRows(IAnswer answer)
        {
            StoreStatus status = store.Status;
            IReadOnlyList<StoredConfiguration> history = store.History;
            int back = history.Count > 0 && history[0].Generation == status.Generation ? 0 : 1;
            foreach (StoredConfiguration entry in history)
            {
                int number = back++;
                string state = entry.Generation != status.Generation ? "" : status.PendingSeconds == 0 ? "running"
                    : string.Create(CultureInfo.InvariantCulture, $"on trial, {status.PendingSeconds} s left");
                answer.Row(json =>
                {
                    json.WriteNumber("number"u8, number);
                    json.WriteNumber("generation"u8, entry.Generation);
                    json.WriteString("time"u8, entry.TimeText);
                    json.WriteString("operator"u8, entry.Operator);
                    json.WriteString("hash"u8, entry.Hash.ToString());
                    json.WriteString("state"u8, state);
                    json.WriteString("comment"u8, entry.Comment);
                });
            }
        }
    }
}
