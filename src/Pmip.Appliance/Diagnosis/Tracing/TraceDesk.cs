using System;
using System.Globalization;
using System.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Diagnosis.Tracing;

/// <summary>The verbs of tracing.</summary>
internal sealed class TraceDesk(TraceKeeper traces)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Lets the desk carry them out.</summary>
    public void AddTo(DeskVerbs verbs)
    {
        verbs.Add(VerbId.TraceNode, Follow);
        verbs.Add(VerbId.TraceStart, Start);
        verbs.Add(VerbId.TraceStop, Stop);
        verbs.Add(VerbId.TraceList, List);
        verbs.Add(VerbId.TraceShow, Show);
    }

    // A trace of its own that ends with the request, or the one that runs already, which goes on.
    private void Follow(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        string node = Encoding.UTF8.GetString(arguments.Text(0));
        Trace? running = traces.Find(node);
        Trace? trace = running ?? traces.Start(node, request.Operator);
        if (trace is null)
        {
            RefuseAnother(answer);
            return;
        }

        try
        {
            answer.Text($"tracing {node}; interrupt to end");
            long next = traces.Journal.Next;
            while (!answer.IsAbandoned && traces.Find(node) == trace)
            {
                Write(traces.Journal.Read(ref next, Patience, out long lost), trace, lost, answer);
            }
        }
        finally
        {
            if (running is null)
            {
                traces.Stop(trace);
            }
        }
    }

    private void Start(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        string node = Encoding.UTF8.GetString(arguments.Text(0));
        if (traces.Find(node) is not null)
        {
            answer.Fail("alreadyThere", $"{node} is traced already: \"trace show {node}\" shows what happened");
        }
        else if (traces.Start(node, request.Operator) is null)
        {
            RefuseAnother(answer);
        }
        else
        {
            answer.Text($"tracing {node}");
        }
    }

    private void Stop(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        string node = Encoding.UTF8.GetString(arguments.Text(0));
        int stopped = 0;
        foreach (Trace trace in traces.All)
        {
            if (node.Length == 0 || trace.Node == node)
            {
                traces.Stop(trace);
                stopped++;
            }
        }

        if (stopped == 0 && node.Length > 0)
        {
            answer.Fail("notFound", $"{node} is not traced: \"trace list\" lists who is");
            return;
        }

        string what = stopped == 1 ? "trace" : "traces";
        answer.Text(string.Create(CultureInfo.InvariantCulture, $"{stopped} {what} ended; the lines stay until newer ones need the room"));
    }

    private void List(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        answer.Columns(new AnswerColumn("node", "NODE"), new AnswerColumn("operator", "OPERATOR"), new AnswerColumn("since", "SINCE (UTC)"));
        foreach (Trace trace in traces.All)
        {
            answer.Row(row =>
            {
                row.WriteString("node", trace.Node);
                row.WriteString("operator", trace.Operator);
                row.WriteString("since", trace.Since.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            });
        }
    }

    private void Show(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        string node = Encoding.UTF8.GetString(arguments.Text(0));
        Trace? trace = node.Length == 0 ? null : traces.Find(node);
        if (node.Length > 0 && trace is null)
        {
            answer.Fail("notFound", $"{node} is not traced: \"trace list\" lists who is, and \"trace show\" alone shows all lines that are left");
            return;
        }

        long next = trace?.FirstLine ?? 0;
        TraceLine[] lines = traces.Journal.Read(ref next, TimeSpan.Zero, out long lost);
        Write(lines, trace, lost, answer);
        if (lines.Length == 0)
        {
            answer.Text("nothing has happened yet");
        }
    }

    private static void Write(TraceLine[] lines, Trace? trace, long lost, IAnswer answer)
    {
        if (lost > 0)
        {
            answer.Text(string.Create(CultureInfo.InvariantCulture, $"... {lost} older lines gave way to newer ones"));
        }

        foreach (TraceLine line in lines)
        {
            if (trace is null || (line.Traces >> trace.Number & 1) != 0)
            {
                answer.Text(line.Text);
            }
        }
    }

    private static void RefuseAnother(IAnswer answer) =>
        answer.Fail("noRoom", $"{TraceTap.TracesMax} nodes are traced, which is all that is possible: end one by \"trace stop NODE\"");
}
