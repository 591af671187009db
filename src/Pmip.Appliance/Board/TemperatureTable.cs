using System;
using Pmip.Appliance.Desk;
using Pmip.Board.Thermal;

namespace Pmip.Appliance.Board;

/// <summary><c>show temperatures</c>: each thermal zone, read when it is asked for.</summary>
/// <param name="thermometer">Reads them.</param>
internal sealed class TemperatureTable(Thermometer thermometer) : DeskTable("temperatures", "how warm the board is, and from where on that is too much")
{
    private static readonly AnswerColumn[] s_columns =
    [
        new("zone", "ZONE"), new("celsius", "CELSIUS", ColumnKind.Number), new("limitCelsius", "LIMIT", ColumnKind.Number), new("state", "STATE"),
    ];

    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    public override void WriteRows(IAnswer answer)
    {
        foreach (Temperature temperature in thermometer.Read())
        {
            answer.Row(json =>
            {
                json.WriteString("zone", temperature.Zone);
                WriteDegrees(json, "celsius", temperature.MilliCelsius);
                WriteDegrees(json, "limitCelsius", temperature.LimitMilliCelsius);
                json.WriteString("state", temperature.MilliCelsius is null ? "no reading" : temperature.IsTooHot ? "too hot" : "ok");
            });
        }
    }

    private static void WriteDegrees(System.Text.Json.Utf8JsonWriter json, string key, int? milliCelsius)
    {
        if (milliCelsius is int value)
        {
            json.WriteNumber(key, Math.Round(value / 1000m, 1));
        }
        else
        {
            json.WriteNull(key);
        }
    }
}
