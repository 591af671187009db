using System;
using System.IO;

namespace Pmip.Appliance.Commands;

/// <summary>Reads what is piped into a command, to send it with the request.</summary>
internal static class StandardInput
{
    /// <summary>Reads all of it; nothing when it is a terminal.</summary>
    public static bool TryRead(out string text, out string problem)
    {
        text = "";
        problem = "";
        try
        {
            text = Console.IsInputRedirected ? Console.In.ReadToEnd() : "";
            return true;
        }
        catch (IOException failure)
        {
            problem = $"standard input cannot be read: {failure.Message}";
            return false;
        }
    }
}
