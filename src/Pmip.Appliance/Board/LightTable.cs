using System;
using Pmip.Appliance.Desk;
using Pmip.Board;
using Pmip.Board.Leds;
using Pmip.Board.Profiles;

namespace Pmip.Appliance.Board;

/// <summary><c>show leds</c>: what each light shows, in words.</summary>
/// <param name="devices">The board.</param>
internal sealed class LightTable(BoardDevices devices) : DeskTable("leds", "what each light of the board shows now")
{
    private static readonly AnswerColumn[] s_columns =
        [new("function", "FUNCTION"), new("light", "LIGHT"), new("pattern", "PATTERN"), new("looks", "LOOKS"), new("problem", "PROBLEM")];

    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    public override void WriteRows(IAnswer answer)
    {
        foreach ((LightFunction function, string name, LightPattern pattern, string problem) in devices.Lights.Shown)
        {
            answer.Row(json =>
            {
                json.WriteString("function", function.ToString().ToLowerInvariant());
                json.WriteString("light", name);
                json.WriteString("pattern", pattern.ToString().ToLowerInvariant());
                json.WriteString("looks", LooksOf(pattern));
                json.WriteString("problem", problem);
            });
        }
    }

    private static string LooksOf(LightPattern pattern) => pattern switch
    {
        LightPattern.Off => "dark",
        LightPattern.On => "steady",
        LightPattern.Wink => "on, a wink every two seconds",
        _ => LightPatterns.TryGetBlink(pattern, out int on, out int off) ? $"{on} ms on, {off} ms off" : "",
    };
}
