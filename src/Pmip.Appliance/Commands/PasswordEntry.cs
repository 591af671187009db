using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;
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

        password = ReadLine();
        if (hidden is not null)
        {
            screen.WriteLine();
        }

        problem = password is not null ? "" : status.IsOk ? "no password was given" : $"the terminal: {status.Message}";
        return password is not null;
    }

    // Straight from the descriptor: the runtime's own reader echoes what is typed by itself.
    private static string? ReadLine()
    {
        using SafeFileHandle input = new(0, ownsHandle: false);
        using FileStream stream = new(input, FileAccess.Read, bufferSize: 0);
        List<byte> line = [];
        int octet = stream.ReadByte();
        for (; octet >= 0 && octet != '\n' && line.Count <= PasswordHash.PasswordLengthMax; octet = stream.ReadByte())
        {
            line.Add((byte)octet);
        }

        return octet < 0 && line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }
}
