using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Pmip.Bench;

/// <summary>Prints measurements as an aligned table or as JSON.</summary>
internal static class Report
{
    public static void Write(TextWriter output, IReadOnlyList<Measurement> measurements, bool json)
    {
        if (json)
        {
            WriteJson(output, measurements);
            return;
        }

        int width = measurements.Max(static m => m.Name.Length);
        output.WriteLine(Line("step".PadRight(width), "steps", "per second", "mean ns", "p99.99 ns", "to baseline"));
        foreach (Measurement m in measurements)
        {
            output.WriteLine(Line(
                m.Name.PadRight(width),
                Number(m.Steps),
                Number(m.PerSecond),
                Number(m.MeanNanoseconds),
                Number(m.Percentile(0.9999)),
                Ratio(m, measurements)));
        }
    }

    private static string Line(string name, string steps, string rate, string mean, string tail, string ratio) =>
        $"{name}  {steps,12}  {rate,14}  {mean,10}  {tail,10}  {ratio,12}";

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ratio(Measurement measurement, IReadOnlyList<Measurement> all) =>
        RatioOf(measurement, all) is double ratio ? ratio.ToString("0.0", CultureInfo.InvariantCulture) + " x" : "-";

    private static double? RatioOf(Measurement measurement, IReadOnlyList<Measurement> all)
    {
        Measurement? baseline = all.FirstOrDefault(m => m.Name == measurement.Baseline);
        return baseline is null || baseline.MeanNanoseconds == 0 ? null : measurement.MeanNanoseconds / baseline.MeanNanoseconds;
    }

    private static void WriteJson(TextWriter output, IReadOnlyList<Measurement> measurements)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (Measurement m in measurements)
            {
                writer.WriteStartObject();
                writer.WriteString("step", m.Name);
                writer.WriteNumber("steps", m.Steps);
                writer.WriteNumber("perSecond", System.Math.Round(m.PerSecond));
                writer.WriteNumber("meanNanoseconds", System.Math.Round(m.MeanNanoseconds, 1));
                writer.WriteNumber("p9999Nanoseconds", System.Math.Round(m.Percentile(0.9999)));
                if (RatioOf(m, measurements) is double ratio)
                {
                    writer.WriteString("baseline", m.Baseline);
                    writer.WriteNumber("toBaseline", System.Math.Round(ratio, 2));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
