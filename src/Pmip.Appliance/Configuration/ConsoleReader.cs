using System;
using System.Globalization;
using Pmip.Foundation.Time;
using Pmip.Linux.Terminals;

namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>console</c> out of one that has passed the checks.</summary>
internal static class ConsoleReader
{
    public static ConsoleConfiguration Read(ConfigurationCursor console) => new()
    {
        Line = console.Optional("line") ?? "",
        Speed = int.Parse(console.Text("speed"), CultureInfo.InvariantCulture),
        FlowControl = (LineFlowControl)Array.IndexOf(ConsoleKeys.FlowControls, console.Text("flowControl")),
        IsDumb = console.Text("terminal") == "dumb",
        Idle = Duration.FromSeconds(console.Integer("idleSeconds")),
    };
}
