using System;
using Pmip.Appliance.Commands;

namespace Pmip.Appliance;

internal static class Program
{
    private static int Main(string[] words) =>
        new CommandTable(Host.Appliance.Run, Decode.DecodeCommand.Run)
            .Run(words, new CommandOutput(Console.OpenStandardOutput(), Console.Error));
}
