using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pmip.Appliance.Commands;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Guidance;
using Pmip.Appliance.OperatorConsole.Output;
using Pmip.Appliance.OperatorConsole.Sessions;
using Pmip.Foundation.Time;
using Pmip.Linux.Terminals;

namespace Pmip.Appliance.OperatorConsole;

/// <summary>The console without a person: lines in, answers out, complaints beside them, and an exit code.</summary>
internal sealed class ConsoleScript(IDeskLink link, Stream answer, TextWriter complaint)
{
    private const int ComplaintColumns = 160;
    private static readonly Duration Long = Duration.FromSeconds(3600);

    /// <summary>Carries out the lines; gives the exit code of the last one that is a command.</summary>
    public int Run(IEnumerable<string> lines)
    {
        int code = ExitCode.Ok;
        List<CommandForm> forms = CommandForm.Of(OperatorAccess.Configure, isConfiguring: false);
        foreach (string line in lines)
        {
            if (line.TrimStart() is [] or ['#', ..] or ['!', ..])
            {
                continue;
            }

            if (!link.IsOpen)
            {
                complaint.WriteLine("pmipd: the connection is over");
                return ExitCode.Failed;
            }

            ConsoleLine? read = ConsoleLine.TryRead(line, out LineFault? fault);
            CommandForm? form = read is null ? null : new LineCheck(forms).Find(read.Command, out fault);
            if (read is null || form is null)
            {
                Complain(line, fault!);
                code = ExitCode.Usage;
            }
            else if (form.Local is LocalVerb local)
            {
                if (local.Id is LocalVerbId.Exit or LocalVerbId.Quit)
                {
                    return code;
                }

                Complain(line, new LineFault($"\"{local.Name}\" is for a person at a terminal", 0, local.Name.Length));
                code = ExitCode.Usage;
            }
            else
            {
                code = Ask(line, read);
            }
        }

        return code;
    }

    private int Ask(string line, ConsoleLine read)
    {
        ILineSink sink = new StreamSink(answer);
        foreach (PipeStage stage in read.Stages.Reverse())
        {
            sink = new LineFilter(stage, sink);
        }

        AnswerShaper shaper = new(read.Stages.Any(stage => stage.Kind == PipeKind.Json), sink);
        long id = link.Ask(read.Command, "");
        bool hasOctets = false;
        bool isCancelled = false;
        while (true)
        {
            if (!link.TryRead(out DeskMessage? message))
            {
                if (!link.IsOpen)
                {
                    shaper.End();
                    complaint.WriteLine("pmipd: the connection ended before the answer did");
                    return ExitCode.Failed;
                }

                shaper.Settle();
                answer.Flush();
                TerminalWait.ForReading([link.Descriptor], Long);
                continue;
            }

            if (message.Id != id)
            {
                continue;
            }

            switch (message.Kind)
            {
                case DeskMessageKind.Columns:
                    shaper.Columns(message.Columns);
                    break;
                case DeskMessageKind.Row:
                    shaper.Row(message.Json);
                    break;
                case DeskMessageKind.Text when hasOctets:
                    complaint.WriteLine(AnswerShaper.Visible(message.Text));
                    break;
                case DeskMessageKind.Text:
                    shaper.Text(message.Text);
                    break;
                case DeskMessageKind.Octets:
                    hasOctets = true;
                    answer.Write(message.Octets);
                    break;
                case DeskMessageKind.Done:
                    shaper.End();
                    return ExitCode.Ok;
                default:
                    shaper.End();
                    if (isCancelled)
                    {
                        return ExitCode.Ok;
                    }

                    Complain(line, LineCheck.At(System.Text.Encoding.UTF8.GetBytes(line), message.Word, AnswerShaper.Visible(message.Text)));
                    return ExitCode.Failed;
            }

            if (shaper.HasEnough && !isCancelled)
            {
                isCancelled = true;
                link.Cancel(id);
            }
        }
    }

    private void Complain(string line, LineFault fault)
    {
        if (fault.Length > 0)
        {
            complaint.WriteLine(AnswerShaper.Visible(line));
        }

        foreach (string shown in Refusal.Lines(line, fault, 0, ComplaintColumns).Skip(fault.Length > 0 ? 0 : 1))
        {
            complaint.WriteLine(shown);
        }
    }
}
