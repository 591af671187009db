using System;
using System.Collections.Generic;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Editing;
using Pmip.Appliance.OperatorConsole.Guidance;
using Pmip.Appliance.OperatorConsole.Output;
using Pmip.Appliance.OperatorConsole.Terminals;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>One operator at one terminal, from the banner to the end. It knows the desk and the verbs, nothing of the node itself.</summary>
internal sealed class ConsoleSession
{
    private const int NoticesMax = 16;
    private readonly IDeskLink _link;
    private readonly SessionOptions _options;
    private readonly SessionWait _wait;
    private readonly ConsoleScreen _screen;
    private readonly LineInput _input;
    private readonly CommandRun _run;
    private readonly LocalCommands _local;
    private readonly NodeState _state = new();
    private readonly DraftPath _path = new();
    private readonly NodeValues _values;
    private readonly Queue<string> _notices = new();

    /// <summary>Makes a session; the terminal and the link stay the caller's.</summary>
    public ConsoleSession(ITerminal terminal, IDeskLink link, SessionOptions options)
    {
        _link = link;
        _options = options;
        LineEditor editor = new(new LineHistory());
        _wait = new SessionWait(terminal, link, options);
        _screen = new ConsoleScreen(terminal, editor) { IsDumb = options.IsDumb };
        _input = new LineInput(_wait, _screen, editor, TakeNews, _notices);
        _run = new CommandRun(terminal, link, _wait, _screen, Take);
        _local = new LocalCommands(_wait, _screen, _input, _path);
        _values = new NodeValues(link, _wait, Take);
    }

    /// <summary>Runs until the operator leaves, or must.</summary>
    public SessionEnd Run()
    {
        _state.Take(_link.Greeting, _wait.Now);
        if (!_options.IsDumb)
        {
            _screen.Output.Append("\u001b[?2004l"); // Bracketed paste off: what is pasted is typed.
        }

        TakeNews();
        if (_link.Greeting.Access == OperatorAccess.None)
        {
            Greet();
            new LoginDialog(_link, _wait, _screen, _input, _run).Run();
        }

        if (_wait.End is null)
        {
            Greet();
        }

        while (_wait.End is null)
        {
            List<CommandForm> forms = CommandForm.Of(_link.Greeting.Access, _local.IsConfiguring);
            string? line = _input.Read(Prompt, new LineGuide(forms, _values, _path.Text));
            if (line is not null)
            {
                Execute(line, CommandForm.Of(OperatorAccess.Configure, _local.IsConfiguring)); // What one may not do is refused, not unknown.
            }
        }

        return Farewell(_wait.End.Value);
    }

    private string Prompt() => PromptText.Of(_link.Greeting, _state, _wait.Now, _local.IsConfiguring ? _path.Text : null);

    private void Greet()
    {
        foreach (string line in PromptText.Banner(_link.Greeting))
        {
            _screen.WriteLine(AnswerShaper.Visible(line));
        }

        while (_notices.TryDequeue(out string? notice))
        {
            _screen.WriteLine(notice);
        }
    }

    private void Execute(string text, List<CommandForm> forms)
    {
        string prompt = Prompt();
        if (text.TrimStart() is [] or ['#', ..] or ['!', ..])
        {
            return;
        }

        ConsoleLine? line = ConsoleLine.TryRead(text, out LineFault? fault);
        CommandForm? form = line is null ? null : new LineCheck(forms).Find(line.Command, out fault);
        if (form?.Local?.Id == LocalVerbId.Configure && _link.Greeting.Access < OperatorAccess.Configure)
        {
            CommandWord word = CommandWord.Split(text)[0];
            fault = new LineFault("\"configure\" is for operators who may configure", word.Start, word.Text.Length);
            form = null;
        }

        if (line is null || form is null)
        {
            Refuse(text, fault!, prompt);
        }
        else if (form.Local is LocalVerb local)
        {
            _local.Run(local, CommandWord.Split(line.Command).ConvertAll(word => word.Text), forms);
        }
        else
        {
            Ask(text, line, form, prompt);
        }

        _screen.Flush();
    }

    private void Ask(string text, ConsoleLine line, CommandForm form, string prompt)
    {
        int place = 0;
        int inserted = 0;
        string command = _local.IsConfiguring && form.Parameters is [{ Kind: ParameterKind.ConfigurationPath }, ..]
            ? _path.Apply(line.Command, form.Words.Count, out place, out inserted)
            : line.Command;
        string? body = TakesText(form, line) ? AskText() : "";
        if (body is null || _run.Run(command, body, line.Stages) is not DeskMessage failure)
        {
            return;
        }

        string message = AnswerShaper.Visible(failure.Text);
        if (failure.Word.Length == 0)
        {
            _screen.WriteLine(message);
            return;
        }

        int start = failure.Word.Start > place ? Math.Max(failure.Word.Start - inserted, place) : failure.Word.Start;
        Refuse(text, LineCheck.At(System.Text.Encoding.UTF8.GetBytes(text), failure.Word with { Start = start }, message), prompt);
    }

    // Who has nothing but a serial line has no other way to bring a whole configuration.
    private static bool TakesText(CommandForm form, ConsoleLine line) =>
        form.Verb?.Id is VerbId.LoadConfiguration or VerbId.ImportConfiguration && CommandWord.Split(line.Command).Count == form.Words.Count;

    private string? AskText()
    {
        _screen.WriteLine("paste the configuration; a line with nothing but a dot, or ^D, ends it, ^C gives it up");
        return _input.ReadText();
    }

    private void Refuse(string line, LineFault fault, string prompt)
    {
        foreach (string shown in Refusal.Lines(line, fault, RuneWidth.Of(prompt), _screen.Size.Columns))
        {
            _screen.WriteLine(shown);
        }
    }

    private void TakeNews()
    {
        while (_link.TryRead(out DeskMessage? message))
        {
            if (message.Kind == DeskMessageKind.News)
            {
                Take(message);
            }
        }

        _wait.NoteDesk();
    }

    private void Take(DeskMessage news)
    {
        if (_state.Take(news.Json, _wait.Now) is string notice && _notices.Count < NoticesMax)
        {
            _notices.Enqueue(AnswerShaper.Visible(notice));
        }
    }

    private SessionEnd Farewell(SessionEnd end)
    {
        string? line = end switch
        {
            SessionEnd.Idle => $"no key was pressed for {_options.Idle.Seconds} s: logged out",
            SessionEnd.DeskGone => "pmipd has ended the connection",
            _ => null,
        };
        if (line is not null)
        {
            _screen.WriteLine(line);
        }

        _screen.Flush();
        return end;
    }
}
