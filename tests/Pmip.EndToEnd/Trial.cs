using System;
using System.Linq;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Network;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>
/// One test in a lab of its own: everything on the transport is captured, and afterwards the capture has to be well-formed in the eyes of
/// tshark, scapy and <c>pmipd decode</c>, and nothing may be left on the machine.
/// </summary>
internal sealed class Trial
{
    private readonly Capture _transport;

    private Trial(GatewayLab lab)
    {
        Lab = lab;
        _transport = lab.StartCapture(lab.Wan, "wan", "transport", octetsPerPacket: 512);
    }

    internal GatewayLab Lab { get; }

    internal static void Run(Scenario scenario, Action<GatewayLab> body) => Run(scenario, body, Skip);

    /// <summary>Starts the nodes, lets the test act, and then hands it the capture of the transport.</summary>
    internal static void Run(Scenario scenario, Action<GatewayLab> body, Action<string>? examine, bool startsGateways = true)
    {
        using (GatewayLab lab = new(scenario, Binary.Path))
        {
            Trial trial = new(lab);
            try
            {
                if (startsGateways)
                {
                    lab.StartGateways();
                }

                body(lab);
                if (examine is not null)
                {
                    trial.Examine(examine);
                }
            }
            catch (Exception failure)
            {
                throw new LabException($"{failure.Message}\n{Logs(lab)}", failure);
            }
        }

        Assert.Empty(Leftovers.OfThisProcess());
    }

    private static void Skip(string capture) => Assert.NotEmpty(capture);

    private static bool SaysMalformed(string line) => line.Contains("malformed", StringComparison.Ordinal);

    private static string Logs(GatewayLab lab) =>
        string.Concat(new[] { lab.Lma, lab.SecondLma, lab.Mag1, lab.Mag2 }.OfType<Gateway>().Select(node => $"--- {node.Name}\n{Tail(node.Log)}\n"));

    private static string Tail(string log) => string.Join('\n', log.Split('\n').TakeLast(40));

    private void Examine(Action<string> examine)
    {
        _transport.Stop();
        // The mapped-address UDP form is one that tshark reads wrongly; our own decoder has to do for it.
        if (Lab.Scenario.Form != "udp-mapped")
        {
            Assert.Equal("", Reading.Malformed(_transport.File));
        }

        CommandResult decoded = Lab.Wan.Run(Binary.Path, "decode", _transport.File);
        Assert.True(decoded.Succeeded, decoded.Error + string.Join('\n', decoded.Output.Split('\n').Where(SaysMalformed)));
        Assert.True(Reading.VerifiedMobilityChecksums(_transport.File) >= 0);
        examine(_transport.File);
    }
}
