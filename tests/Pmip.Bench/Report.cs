using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace Pmip.Bench;

/// <summary>Prints measurements and figures as one aligned table or as JSON.</summary>
internal static class Report
{
    private const double Tail = 0.9999;

    public static void Write(TextWriter output, IReadOnlyList<Measurement> measurements, IReadOnlyList<Figure> figures, bool json)
    {
        if (json)
        {
            WriteJson(output, measurements, figures);
            return;
        }

        int width = measurements.Select(static m => m.Name.Length).Concat(figures.Select(static f => f.Name.Length)).Append(0).Max();
        if (measurements.Count > 0)
        {
            output.WriteLine(Line("step".PadRight(width), "steps", "per second", "median ns", "mean ns", "p99.99 ns", "to baseline"));
        }

        foreach (Measurement m in measurements)
        {
            output.WriteLine(Line(
                m.Name.PadRight(width),
                Number(m.Steps),
                Number(m.PerSecond),
                Number(m.MedianNanoseconds),
                Number(m.MeanNanoseconds),
                Number(m.Percentile(Tail)),
                RatioOf(m, measurements) is double ratio ? Number(ratio, 2) + " x" : "-"));
        }

        foreach (Figure figure in figures)
        {
            output.WriteLine($"{figure.Name.PadRight(width)}  {Number(figure.Value, figure.Digits),12}  {figure.Unit}{Range(figure)}");
        }
    }

    private static string Range(Figure figure) => figure is { Least: double least, Greatest: double greatest }
        ? $"  [{Number(least, figure.Digits)}-{Number(greatest, figure.Digits)}]"
        : "";

    private static string Line(string name, string steps, string rate, string median, string mean, string tail, string ratio) =>
        $"{name}  {steps,12}  {rate,12}  {median,10}  {mean,10}  {tail,12}  {ratio,12}";

    private static string Number(double value, int digits = 0) =>
        value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double? RatioOf(Measurement measurement, IReadOnlyList<Measurement> all)
    {
        Measurement? baseline = all.FirstOrDefault(m => m.Name == measurement.Baseline);
        return baseline is null || baseline.MedianNanoseconds == 0 ? null : measurement.MedianNanoseconds / baseline.MedianNanoseconds;
    }

    private static void WriteJson(TextWriter output, IReadOnlyList<Measurement> measurements, IReadOnlyList<Figure> figures)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("steps");
            foreach (Measurement m in measurements)
            {
                writer.WriteStartObject();
                writer.WriteString("step", m.Name);
                writer.WriteNumber("steps", m.Steps);
                writer.WriteNumber("perSecond", Math.Round(m.PerSecond));
                writer.WriteNumber("medianNanoseconds", Math.Round(m.MedianNanoseconds, 1));
                writer.WriteNumber("meanNanoseconds", Math.Round(m.MeanNanoseconds, 1));
                writer.WriteNumber("p9999Nanoseconds", Math.Round(m.Percentile(Tail)));
                if (RatioOf(m, measurements) is double ratio)
                {
                    writer.WriteString("baseline", m.Baseline);
                    writer.WriteNumber("toBaseline", Math.Round(ratio, 2));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("figures");
            foreach (Figure figure in figures)
            {
                writer.WriteStartObject();
                writer.WriteString("figure", figure.Name);
                writer.WriteNumber("value", Math.Round(figure.Value, figure.Digits));
                writer.WriteString("unit", figure.Unit);
                if (figure is { Least: double least, Greatest: double greatest })
                {
                    writer.WriteNumber("least", Math.Round(least, figure.Digits));
                    writer.WriteNumber("greatest", Math.Round(greatest, figure.Digits));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
