using System;
using Pmip.Appliance.Control.Verbs;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>Asks for name and password until the desk takes them. The desk checks, and makes who guesses wait.</summary>
internal sealed class LoginDialog(IDeskLink link, SessionWait wait, ConsoleScreen screen, LineInput input, CommandRun run)
{
    private static readonly Duration Patience = Duration.FromSeconds(60);

    /// <summary>True when somebody is logged in; false when the session must end.</summary>
    public bool Run()
    {
        while (wait.End is null && link.Greeting.Access == OperatorAccess.None)
        {
            string? name = input.Read(() => "login: ", null, patience: Patience)?.Trim();
            if (string.IsNullOrEmpty(name))
            {
                continue;
            }

            string? password = input.Read(() => "password: ", null, isSecret: true, Patience);
            if (password is null)
            {
                continue;
            }

            if (name.Contains(' ', StringComparison.Ordinal))
            {
                screen.WriteLine("a name has no blanks");
                continue;
            }

            if (run.Run("login " + name, password, []) is DeskMessage failure)
            {
                screen.WriteLine(Output.AnswerShaper.Visible(failure.Text));
            }
        }

        return wait.End is null;
    }
}
