using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Pmip.Board.Thermal;

/// <summary>A temperature of the board.</summary>
/// <param name="Zone">Type of the thermal zone, <c>cpu-thermal</c>.</param>
/// <param name="MilliCelsius">Thousandths of a degree Celsius; null when the sensor gives none now.</param>
/// <param name="LimitMilliCelsius">
/// Lowest temperature at which the kernel begins to defend itself (trip point passive, hot or critical); null when it tells none.
/// </param>
public sealed record Temperature(string Zone, int? MilliCelsius, int? LimitMilliCelsius)
{
    /// <summary>True when the limit is reached; without one above 85 degrees, where chips for the trade end.</summary>
    public bool IsTooHot => MilliCelsius >= (LimitMilliCelsius ?? 85_000);
}

/// <summary>Reads the kernel's thermal zones (Documentation/ABI/testing/sysfs-class-thermal).</summary>
/// <param name="root">What stands for <c>/</c>.</param>
/// <param name="zones">Types of the zones that count; empty for all.</param>
public sealed class Thermometer(string root, IReadOnlyCollection<string> zones)
{
    private static readonly string[] s_limits = ["passive", "hot", "critical"];

    /// <summary>All temperatures now.</summary>
    public IReadOnlyList<Temperature> Read()
    {
        string all = Path.Join(root, "sys/class/thermal");
        if (!Directory.Exists(all))
        {
            return [];
        }

        return [.. Directory.EnumerateFileSystemEntries(all, "thermal_zone*")
            .Order(StringComparer.Ordinal)
            .Select(zone => new Temperature(TextOf(zone, "type"), NumberOf(zone, "temp"), LimitOf(zone)))
            .Where(temperature => zones.Count == 0 || zones.Contains(temperature.Zone))];
    }

    private static int? LimitOf(string zone)
    {
        int? lowest = null;
        for (int i = 0; TextOf(zone, $"trip_point_{i}_type") is { Length: > 0 } type; i++)
        {
            int? limit = s_limits.Contains(type) ? NumberOf(zone, $"trip_point_{i}_temp") : null;
            lowest = limit is not null && (lowest is null || limit < lowest) ? limit : lowest;
        }

        return lowest;
    }

    private static int? NumberOf(string zone, string attribute) =>
        int.TryParse(TextOf(zone, attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    // A sensor that sleeps answers its file with an error.
    private static string TextOf(string zone, string attribute)
    {
        string path = Path.Join(zone, attribute);
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
