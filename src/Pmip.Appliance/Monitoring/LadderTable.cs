using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Monitoring;

/// <summary>
/// <c>show ladder</c>: for each pair of ports, the ways in which packets can be carried, fastest first, which one is taken, and why
/// each of the others is not.
/// </summary>
internal sealed class LadderTable(ILoopPort loop, Func<ApplianceConfiguration?> configuration)
    : DeskTable("ladder", "for each pair of ports which way packets are carried, and why none of the faster ones")
{
    private const string Attached = "attached";

    private static readonly AnswerColumn[] s_columns =
    [
        new("port", "PORT"),
        new("transport", "TRANSPORT"),
        new("step", "STEP"),
        new("isTaken", "TAKEN"),
        new("reason", "REASON"),
    ];

    /// <inheritdoc/>
    public override ReadOnlySpan<AnswerColumn> Columns => s_columns;

    /// <inheritdoc/>
    public override void WriteRows(IAnswer answer)
    {
        LoopRows rows = LoopRows.Of(loop, "datapath", () => answer.IsAbandoned);
        if (configuration() is not ApplianceConfiguration running || rows.Code.Length > 0)
        {
            answer.Fail(rows.Code.Length > 0 ? rows.Code : ILoopPort.NoNode, rows.Message.Length > 0 ? rows.Message : "no node runs");
            return;
        }

        Dictionary<string, string> states = StatesOf(rows.Rows);
        foreach (string port in PortsOf(running))
        {
            foreach (string transport in running.Transport.Interfaces)
            {
                foreach ((string step, bool isTaken, string reason) in StepsOf(port, transport, states, running.Transport.TunnelInterface))
                {
                    answer.Row(json =>
                    {
                        json.WriteString("port"u8, port);
                        json.WriteString("transport"u8, transport);
                        json.WriteString("step"u8, step);
                        json.WriteBoolean("isTaken"u8, isTaken);
                        json.WriteString("reason"u8, reason);
                    });
                }
            }
        }
    }

    /// <summary>The steps for a pair of ports, of which one is taken unless a port is not there.</summary>
    internal static IEnumerable<(string Step, bool IsTaken, string Reason)> StepsOf(
        string port, string transport, IReadOnlyDictionary<string, string> states, string tunnelInterface)
    {
        string missing = string.Join(", ", new[] { port, transport }.Distinct().Where(link => states.GetValueOrDefault(link) != Attached)
            .Select(link => $"{link} {states.GetValueOrDefault(link, "has no program")}"));
        yield return ("vendor plug-in", false, "this build has none");
        yield return ("flower in hardware", false, "this build installs no flower rules");
        yield return ("XDP native", false, "this build has no XDP programs");
        yield return ("tc-BPF", missing.Length == 0, missing.Length == 0 ? "the fastest way that this build has" : missing);
        yield return ("kernel GRE device", false, "not needed: tc-BPF is there wherever this build starts");
        yield return ("user space", false, $"only for what tc-BPF hands over: packets through {tunnelInterface}");
    }

    private static IEnumerable<string> PortsOf(ApplianceConfiguration running) =>
        (running.Access?.Links.Select(link => link.Interface) ?? []).Concat(running.ServiceInterfaces).Distinct();

    // A port with several programs is as good as its worst.
    private static Dictionary<string, string> StatesOf(List<JsonElement> rows)
    {
        Dictionary<string, string> states = [];
        foreach (JsonElement row in rows.Where(row => row.GetProperty("item").GetString() == "program"))
        {
            string link = row.GetProperty("interface").GetString() ?? "";
            string state = row.GetProperty("state").GetString() ?? "";
            if (states.GetValueOrDefault(link, Attached) == Attached)
            {
                states[link] = state;
            }
        }

        return states;
    }
}
