using System;
using Pmip.Appliance.Desk;
using Pmip.Board;
using Pmip.Board.Profiles;

namespace Pmip.Appliance.Board;

/// <summary><c>show board</c>: what the profile names, what of it there is, and what is missing.</summary>
/// <param name="devices">The board.</param>
internal sealed class BoardTable(BoardDevices devices) : DeskTable("board", "what the profile of the board names, and what of it there is")
{
    private static readonly AnswerColumn[] s_columns = [new("part", "PART"), new("device", "DEVICE"), new("state", "STATE")];

    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    public override void WriteRows(IAnswer answer)
    {
        BoardProfile profile = devices.Profile;
        Row(answer, "profile", profile.Name, profile.Title);
        if (profile.Watchdog is WatchdogDevice watchdog)
        {
            Row(answer, "watchdog", watchdog.Path, $"counts at most {watchdog.TimeoutSecondsMax} s; see \"show watchdog\"");
        }

        foreach ((LightFunction function, string name, _, string problem) in devices.Lights.Shown)
        {
            Row(answer, $"{EnumWord(function)} light", name, problem.Length == 0 ? "ok" : problem);
        }

        if (devices.Button is not null)
        {
            Row(answer, "button", devices.Button.Name, "ok");
        }

        if (devices.ConsoleDevice.Length > 0)
        {
            Row(answer, "serial line", devices.ConsoleDevice, "ok");
        }

        foreach (NetworkPort port in profile.Ports)
        {
            Row(answer, $"port {port.Label}", port.Interface, $"driver {port.Driver}");
        }

        foreach (string problem in devices.Problems)
        {
            int colon = problem.IndexOf(": ", StringComparison.Ordinal);
            Row(answer, problem[..colon], "", problem[(colon + 2)..]);
        }
    }

    private static string EnumWord(LightFunction function) => function.ToString().ToLowerInvariant();

    private static void Row(IAnswer answer, string part, string device, string state) => answer.Row(json =>
    {
        json.WriteString("part", part);
        json.WriteString("device", device);
        json.WriteString("state", state);
    });
}
