using System;
using System.Globalization;
using System.Text;

namespace Pmip.Simulation.Running;

/// <summary>How a run ended.</summary>
public sealed class RunResult
{
    /// <summary>The property that does not hold; empty when all do.</summary>
    public string Property { get; set; } = "";

    public string Claim { get; set; } = "";

    public long Steps { get; set; }

    /// <summary>Virtual microseconds.</summary>
    public long Now { get; set; }

    public ulong Digest { get; set; }

    public long SettledAfter { get; set; }

    public long PacketsDelivered { get; set; }

    public string[] Fates { get; set; } = [];

    public bool HasFailed => Property.Length > 0;

    public string ToText()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Property}\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(Claim))}\n");
        text.Append(CultureInfo.InvariantCulture, $"{Steps} {Now} {Digest} {SettledAfter} {PacketsDelivered}\n");
        text.AppendJoin('\n', Fates);
        return text.ToString();
    }

    public static RunResult Parse(string text)
    {
        string[] lines = text.Split('\n');
        string[] numbers = lines[2].Split(' ');
        return new RunResult
        {
            Property = lines[0],
            Claim = Encoding.UTF8.GetString(Convert.FromBase64String(lines[1])),
            Steps = long.Parse(numbers[0], CultureInfo.InvariantCulture),
            Now = long.Parse(numbers[1], CultureInfo.InvariantCulture),
            Digest = ulong.Parse(numbers[2], CultureInfo.InvariantCulture),
            SettledAfter = long.Parse(numbers[3], CultureInfo.InvariantCulture),
            PacketsDelivered = long.Parse(numbers[4], CultureInfo.InvariantCulture),
            Fates = Array.FindAll(lines[3..], static line => line.Length > 0),
        };
    }
}
