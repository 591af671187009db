using System;
using Pmip.Linux.Passwords;

namespace Pmip.Appliance.Commands;

/// <summary><c>pmipd password</c>.</summary>
internal static class PasswordCommand
{
    private const int LengthMin = 8;

    /// <summary>The command.</summary>
    public static Command Make() => new(
        "password", "", "makes the hash of a password for the configuration",
        """
          Asks twice without showing what is typed, or takes one line of standard input. Prints the hash for
          operators[].password; the password itself is kept nowhere.
        """,
        Run);

    private static int Run(string[] words, CommandOutput output)
    {
        if (words.Length > 0)
        {
            return output.Misused("\"password\" takes nothing behind it: what stands on a command line is seen by everybody", "password");
        }

        bool isTyped = !Console.IsInputRedirected;
        if (!PasswordEntry.TryAsk("password: ", output.Complaint, out string? password, out string problem)
            || (isTyped && !IsRepeated(password, output, ref problem))
            || !PasswordHash.TryMake(password, out string hash, out problem))
        {
            output.Complaint.WriteLine("pmipd: " + problem);
            return ExitCode.Failed;
        }

        if (password.Length < LengthMin)
        {
            output.Complaint.WriteLine($"pmipd: the password has less than {LengthMin} characters");
            return ExitCode.Failed;
        }

        output.Print(hash + "\n");
        return ExitCode.Ok;
    }

    private static bool IsRepeated(string password, CommandOutput output, ref string problem)
    {
        if (!PasswordEntry.TryAsk("again: ", output.Complaint, out string? again, out problem))
        {
            return false;
        }

        problem = again == password ? "" : "the two are not the same";
        return problem.Length == 0;
    }
}
