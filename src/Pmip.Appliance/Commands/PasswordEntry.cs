using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using Pmip.Linux;
using Pmip.Linux.Passwords;

namespace Pmip.Appliance.Commands;

/// <summary>Takes a password from the terminal without showing it, or a line of standard input when that is no terminal.</summary>
internal static class PasswordEntry
{
    /// <summary>Asks once.</summary>
    public static bool TryAsk(string prompt, TextWriter screen, [NotNullWhen(true)] out string? password, out string problem)
    {
        LinuxStatus status = TerminalEcho.TryHide(out TerminalEcho? echo);
        using TerminalEcho? hidden = echo;
        if (hidden is not null)
        {
            screen.Write(prompt);
            screen.Flush();
        }

        password = Console.In.ReadLine();
        if (hidden is not null)
        {
            screen.WriteLine();
        }

        problem = password is not null ? "" : status.IsOk ? "no password was given" : $"the terminal: {status.Message}";
        return password is not null;
    }
}
