using System.IO;

namespace Pmip.Appliance.Commands;

/// <summary>Where a command writes: the answer, and what a person must be told besides it.</summary>
/// <param name="Answer">Standard output.</param>
/// <param name="Complaint">Standard error.</param>
internal sealed record CommandOutput(Stream Answer, TextWriter Complaint)
{
    /// <summary>Writes text to <see cref="Answer"/> and passes it on.</summary>
    public void Print(string text)
    {
        Answer.Write(System.Text.Encoding.UTF8.GetBytes(text));
        Answer.Flush();
    }

    /// <summary>Tells of a wrong call.</summary>
    public int Misused(string message, string command)
    {
        Complaint.WriteLine($"pmipd: {message}; see \"pmipd help{(command.Length == 0 ? "" : " " + command)}\"");
        return ExitCode.Usage;
    }
}

/// <summary>Exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
}
