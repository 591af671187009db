using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Nodes;

/// <summary>One binding as <c>pmipd show bindings --json</c> tells it.</summary>
public sealed record BindingRow(string Identifier, string AccessPoint, string State, uint UplinkKey, uint DownlinkKey, string Text);

/// <summary>Reads the console's JSON.</summary>
public static class Answers
{
    public static IReadOnlyList<BindingRow> Bindings(this Gateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return [.. Rows(gateway.Show("bindings")).Select(row => new BindingRow(
            row.GetProperty("identifier").GetString()!,
            row.GetProperty("accessPoint").GetString()!,
            row.GetProperty("state").GetString()!,
            Key(row.GetProperty("uplinkKey")),
            Key(row.GetProperty("downlinkKey")),
            row.ToString()))];
    }

    public static BindingRow Binding(this Gateway gateway, string identifier, string accessPoint = "internet") =>
        gateway.Bindings().Single(row => row.Identifier == identifier && row.AccessPoint == accessPoint);

    /// <summary>Waits until the node has so many bindings.</summary>
    public static void AwaitBindings(this Gateway gateway, int count, TimeSpan? bound = null)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        Await.Until(
            $"{gateway.Name} has {count} bindings", () => gateway.Bindings().Count == count, bound, () => gateway.Show("bindings").ToString());
    }

    /// <summary>How many sessions the node's data path carries.</summary>
    public static int SessionCount(this Gateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return Rows(gateway.Show("sessions")).Count();
    }

    /// <summary>The keys by which the node's data path knows what comes in.</summary>
    public static IReadOnlyList<uint> ReceiveKeys(this Gateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return [.. Rows(gateway.Show("sessions")).Select(row => Key(row.GetProperty("receiveKey")))];
    }

    /// <summary>The sum of the counters of that name over the rooms of the node.</summary>
    public static long Counter(this Gateway gateway, string name)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        JsonElement answer = gateway.Show("counters");
        JsonElement[] rows = [.. Rows(answer).Where(row => Same(row.GetProperty("counter").GetString()!, name))];
        return rows.Length > 0
            ? rows.Sum(row => row.GetProperty("value").GetInt64())
            : throw new LabException($"{gateway.Name} has no counter {name}: {answer}");
    }

    private static bool Same(string left, string right) =>
        string.Equals(left.Replace("-", "", StringComparison.Ordinal), right.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    /// <summary>The rows of an answer, whatever stands around them.</summary>
    public static IEnumerable<JsonElement> Rows(JsonElement answer) => answer.ValueKind == JsonValueKind.Array
        ? answer.EnumerateArray()
        : answer.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array).SelectMany(property => property.Value.EnumerateArray());

    private static uint Key(JsonElement key) => key.ValueKind == JsonValueKind.Number
        ? key.GetUInt32()
        : key.GetString()!.StartsWith("0x", StringComparison.Ordinal)
            ? uint.Parse(key.GetString()![2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : uint.Parse(key.GetString()!, CultureInfo.InvariantCulture);
}
