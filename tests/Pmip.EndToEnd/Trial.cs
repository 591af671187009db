using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
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
    private const string Signalling = "ip6 proto 135 or udp port 5436 or ip proto 41";
    private readonly Capture _transport;

    private Trial(GatewayLab lab, string filter)
    {
        Lab = lab;
        if (!lab.Scenario.IsIpv6Transport)
        {
            // A virtual link leaves the checksum of UDP to hardware that it does not have: the capture would show half a checksum.
            foreach (Gateway node in Nodes(lab))
            {
                node.Place.Require("ethtool", "-K", "wan0", "tx", "off");
            }
        }

        _transport = lab.StartCapture(lab.Wan, "wan", "transport", filter: filter);
    }

    internal GatewayLab Lab { get; }

    internal static void Run(Scenario scenario, Action<GatewayLab> body) => Run(scenario, body, Skip);

    /// <summary>The same where much is downloaded: only the signalling is captured and judged, not a million segments.</summary>
    internal static void RunDownload(Scenario scenario, Action<GatewayLab> body) => Run(scenario, body, Skip, filter: Signalling);

    /// <summary>Starts the nodes, lets the test act, and then hands it the capture of the transport.</summary>
    internal static void Run(Scenario scenario, Action<GatewayLab> body, Action<string>? examine, bool startsGateways = true, string filter = "")
    {
        using (GatewayLab lab = new(scenario, Binary.Path))
        {
            Trial trial = new(lab, filter);
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

    private static IEnumerable<Gateway> Nodes(GatewayLab lab) => new[] { lab.Lma, lab.SecondLma, lab.Mag1, lab.Mag2 }.OfType<Gateway>();

    private static string Logs(GatewayLab lab) => string.Concat(Nodes(lab).Select(node => $"--- {node.Name}\n{Tail(node.Log)}\n"));

    private static string Tail(string log) => string.Join('\n', log.Split('\n').TakeLast(40));

    private void Examine(Action<string> examine)
    {
        _transport.Stop();
        Task<int> checksums = Task.Run(() => Reading.VerifiedChecksums(_transport.File));
        // The mapped-address UDP form is one that tshark reads wrongly; our own decoder has to do for it.
        if (Lab.Scenario.Form != "udp-mapped")
        {
            Assert.Equal("", Reading.Malformed(_transport.File));
        }

        CommandResult decoded = Lab.Wan.Run(Binary.Path, "decode", _transport.File);
        Assert.True(decoded.Succeeded, decoded.Error + string.Join('\n', decoded.Output.Split('\n').Where(SaysMalformed)));
        Assert.NotEqual(0, checksums.GetAwaiter().GetResult());
        examine(_transport.File);
    }
}
