using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Lab;
using Pmip.Lab.Frames;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.LabBench.Results;

namespace Pmip.LabBench.Restarts;

/// <summary>
/// Twenty million frames of a device and of its server through MAG and LMA, whose processes are ended and started anew twenty times: every
/// frame has a number, and none may be missing.
/// </summary>
internal static class RestartBench
{
    internal const long Frames = 20_000_000;
    private const int Rounds = 2;

    internal static void Run(string binary, long frames)
    {
        using GatewayLab lab = new(new Scenario { IsKept = true }, binary);
        lab.StartGateways();
        lab.Ue1.SwitchOn();
        lab.Ue1.StartDhcp();
        lab.Ue1.AwaitAddress(4);
        lab.Ue1.AwaitAddress(6);
        lab.Ue1.AwaitPing(Plan.Server4);
        lab.Ue1.AwaitPing(Plan.Server6);
        (FrameCount count, IReadOnlyList<FrameRestart> restarts) = Play(lab, frames);
        foreach (FrameRestart restart in restarts)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{restart.Node,-5} {restart.Way,-12} {restart.Frames,9} frames, longest gap {restart.LongestGap.TotalMilliseconds,7:0.0} ms"));
        }

        Console.Error.WriteLine(count);
        string over = string.Create(CultureInfo.InvariantCulture, $"frames over {restarts.Count} restarts");
        Line.Write($"{over}: sent", count.Sent, "frames", 0);
        Line.Write($"{over}: lost", count.Lost, "frames", 0);
        Line.Write($"{over}: arrived twice", count.Doubled, "frames", 0);
        Line.Write($"{over}: without room in a receiver's socket", count.SocketDrops, "frames", 0);
        foreach (RestartWay way in Enum.GetValues<RestartWay>())
        {
            Line.WriteMedian(
                $"{over}: longest gap of {NameOf(way)}",
                [.. restarts.Where(restart => restart.Way == way).Select(static restart => restart.LongestGap.TotalMilliseconds)],
                "ms",
                1);
        }

        if (count.Lost > 0)
        {
            throw new LabException(count.ToString());
        }
    }

    private static (FrameCount Count, IReadOnlyList<FrameRestart> Restarts) Play(GatewayLab lab, long frames)
    {
        try
        {
            return FrameTrial.Run(lab, frames, Enum.GetValues<RestartWay>(), Rounds);
        }
        catch (LabException failure)
        {
            throw new LabException($"{failure.Message}\n{Tail(lab.Lma)}\n{Tail(lab.Mag1)}", failure);
        }
    }

    private static string Tail(Gateway node)
    {
        if (node.Process.HasExited)
        {
            return $"--- {node.Name} is away\n{string.Join('\n', node.Process.Lines.TakeLast(40))}";
        }

        IEnumerable<string> moved = Answers.Rows(node.Show("counters"))
            .Where(static row => row.GetProperty("value").GetInt64() != 0)
            .Select(static row => $"{row.GetProperty("room")}.{row.GetProperty("counter")}={row.GetProperty("value")}");
        return $"--- {node.Name}\n{string.Join('\n', node.Process.Lines.TakeLast(40))}\n{string.Join(' ', moved)}";
    }

    private static string NameOf(RestartWay way) => way switch
    {
        RestartWay.Terminated => "SIGTERM and start",
        RestartWay.Killed => "SIGKILL and start",
        RestartWay.Replaced => "another copy of pmipd",
        RestartWay.OlderTables => "tables of the layout before",
        _ => "tables of other sizes",
    };
}
