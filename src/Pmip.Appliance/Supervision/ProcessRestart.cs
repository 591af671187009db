using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Linux;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Supervision;

/// <summary>
/// Begins the program anew in the place of this process: its number stays, so that whoever started it notices nothing, and a new
/// program that was put in the place of the old one is taken.
/// </summary>
internal static class ProcessRestart
{
    private const string ReadyOption = "--ready-fd";

    /// <summary>Returns only when it could not be done.</summary>
    public static LinuxStatus Begin()
    {
        const string removed = " (deleted)"; // What the kernel calls a program whose file was replaced.
        string path = Environment.ProcessPath ?? "/proc/self/exe";
        path = path.EndsWith(removed, StringComparison.Ordinal) ? path[..^removed.Length] : path;
        return ProcessImage.Replace(path, WithoutReadyOption(ProcessImage.Words()));
    }

    /// <summary>The words without the option for the descriptor of the first start, which is closed.</summary>
    internal static byte[][] WithoutReadyOption(byte[][] words)
    {
        List<byte[]> kept = [];
        for (int i = 0; i < words.Length; i++)
        {
            if (Encoding.UTF8.GetString(words[i]) == ReadyOption + "\0")
            {
                i++;
            }
            else
            {
                kept.Add(words[i]);
            }
        }

        return [.. kept];
    }
}
