using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using Pmip.Client;

namespace Pmip.Appliance.Commands;

/// <summary>One request of the command line to the running process, and its answer on standard output.</summary>
internal sealed class ControlCall(string socketPath, CommandOutput output)
{
    /// <summary>Who to log in as first; empty for the user of the command line.</summary>
    public string Operator { get; init; } = "";

    /// <summary>Where the octets of a file go; empty for standard output.</summary>
    public string OutputPath { get; init; } = "";

    /// <summary>True for one JSON document in place of lines.</summary>
    public bool IsJson { get; init; }

    /// <summary>What the rows are called.</summary>
    public required string Rows { get; init; }

    /// <summary>True when that there are no rows is to be said.</summary>
    public bool IsShow { get; init; }

    /// <summary>True when the answer goes on while things happen: its rows are written as they come.</summary>
    public bool IsLive { get; init; }

    /// <summary>True when the answer is the content of a file.</summary>
    public bool GivesFile { get; init; }

    /// <summary>Asks; gives the exit code.</summary>
    public int Run(string line, string body)
    {
        try
        {
            using ControlConnection pmipd = ControlConnection.Connect(socketPath);
            return TryLogin(pmipd) ? Ask(pmipd, line, body) : ExitCode.Failed;
        }
        catch (ControlException failure)
        {
            bool isThere = !failure.Message.StartsWith("no pmipd answers", StringComparison.Ordinal);
            return Complain(isThere ? failure.Message : failure.Message + "; is it running? see \"pmipd help run\"");
        }
        catch (IOException failure)
        {
            return Complain($"the answer cannot be written: {failure.Message}");
        }
        catch (UnauthorizedAccessException failure)
        {
            return Complain($"the answer cannot be written: {failure.Message}");
        }
    }

    private bool TryLogin(ControlConnection pmipd)
    {
        if (Operator.Length == 0)
        {
            return true;
        }

        if (!PasswordEntry.TryAsk($"password of {Operator}: ", output.Complaint, out string? password, out string problem))
        {
            return Complain(problem) == ExitCode.Ok;
        }

        ControlError? error = pmipd.Ask("login " + Operator, password, new RowReader(static _ => { }));
        return error is null || Complain(error.Message) == ExitCode.Ok;
    }

    private int Ask(ControlConnection pmipd, string line, string body)
    {
        using Stream? file = OutputPath.Length > 0 ? new FileStream(OutputPath, FileMode.Create, FileAccess.Write) : null;
        using StreamWriter text = new(output.Answer, new UTF8Encoding(false), 16 * 1024, leaveOpen: true) { NewLine = "\n" };
        TableWriter table = new(GivesFile ? output.Complaint : text, IsShow ? Rows : "") { IsLive = IsLive };
        DocumentWriter document = new(text, pmipd.Greeting, Rows);
        bool isDocument = IsJson && !GivesFile;
        AnswerSplit reader = new(isDocument ? document : table, file ?? output.Answer, text);
        ControlError? error = pmipd.Ask(line, body, reader);
        if (isDocument && (error is null || reader.HasTable))
        {
            document.Finish();
        }
        else if (!isDocument && (error is null || reader.HasRow))
        {
            table.Finish();
        }

        text.Flush();
        output.Answer.Flush();
        return error is null ? ExitCode.Ok : Complain(error.Message);
    }

    private int Complain(string message)
    {
        output.Complaint.WriteLine("pmipd: " + message);
        return ExitCode.Failed;
    }

    /// <summary>Hands rows and lines to one writer, and the octets of a file to a stream.</summary>
    private sealed class AnswerSplit(IAnswerReader writer, Stream file, TextWriter output) : IAnswerReader
    {
        public bool HasTable { get; private set; }

        public bool HasRow { get; private set; }

        public void Columns(IReadOnlyList<AnswerColumn> columns)
        {
            HasTable = true;
            writer.Columns(columns);
        }

        public void Row(JsonElement row)
        {
            HasRow = true;
            writer.Row(row);
        }

        // A line may be the last for a long while: what is told live is read live.
        public void Text(string line)
        {
            writer.Text(line);
            output.Flush();
        }

        public void Octets(ReadOnlySpan<byte> octets) => file.Write(octets);
    }
}
