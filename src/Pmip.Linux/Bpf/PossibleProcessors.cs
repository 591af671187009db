using System;
using System.Globalization;
using System.IO;

namespace Pmip.Linux.Bpf;

/// <summary>Number of processors that the kernel could ever have: it sizes per-processor values, not the number online.</summary>
public static class PossibleProcessors
{
    private const string Path = "/sys/devices/system/cpu/possible";

    /// <summary>The number; read once.</summary>
    public static int Count { get; } = Parse(File.ReadAllText(Path));

    /// <summary>One more than the last processor in a list such as <c>0-3</c> or <c>0,2-5</c>.</summary>
    public static int Parse(ReadOnlySpan<char> list)
    {
        list = list.Trim();
        return int.Parse(list[(list.LastIndexOfAny('-', ',') + 1)..], CultureInfo.InvariantCulture) + 1;
    }
}
