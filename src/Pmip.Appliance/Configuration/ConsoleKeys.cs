using System;
using System.Globalization;
using Pmip.Linux.Terminals;
using static Pmip.Appliance.Configuration.ConfigurationKind;
using static Pmip.Appliance.Configuration.ConfigurationSchema;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>console</c>.</summary>
internal static class ConsoleKeys
{
    /// <summary>The words of <see cref="LineFlowControl"/>, in its order.</summary>
    public static readonly string[] FlowControls = ["none", "hardware", "software"];

    public static readonly ConfigurationKey[] All =
    [
        Row("console", Section, "The console on a serial line: 8 data bits, no parity, 1 stop bit."),
        Row("console.line", AbsolutePath, "Device of the line, such as /dev/ttyS0; without it there is no console on one. No getty may have it.",
            minimum: 2, maximum: 100),
        Row("console.speed", Choice, "Bits a second.", preset: "115200",
            choices: Array.ConvertAll(LineSpeed.All.ToArray(), speed => speed.ToString(CultureInfo.InvariantCulture))),
        Row("console.flowControl", Choice, "How the other end may hold up what is sent: not, by RTS and CTS, by XON and XOFF.", preset: "none",
            choices: FlowControls),
        Row("console.terminal", Choice, "What sits at the line; a dumb terminal is sent no escape sequences, and pages are not stopped for it.",
            preset: "vt100", choices: ["vt100", "dumb"]),
        Row("console.idleSeconds", Integer, "Time without a key after which an operator at the line is logged out; 0 for never.",
            preset: "600", maximum: 86_400),
    ];
}
