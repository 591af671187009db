using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Devices;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;

namespace Pmip.Demo;

/// <summary>The main job over one transport, from the first node's start to empty tables.</summary>
internal sealed class Story
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);
    private readonly GatewayLab _lab;
    private readonly string _signalling;

    private Story(GatewayLab lab)
    {
        _lab = lab;
        _signalling = lab.Scenario.IsIpv6Transport ? "ip6 proto 135" : "udp port 5436";
    }

    internal static void Tell(string transport, Scenario scenario, string binary)
    {
        Screen.Chapter(transport);
        using GatewayLab lab = new(scenario, binary);
        Story story = new(lab);
        try
        {
            story.Begin();
            story.Attach(lab.Ue1);
            story.Attach(lab.Ue2);
            story.Compare();
            story.Hand();
            story.Connections();
            story.End();
        }
        catch (LabException failure) when (!Await.IsInterrupted)
        {
            throw new LabException($"{failure.Message}\n--- lma\n{lab.Lma.Log}\n--- mag1\n{lab.Mag1.Log}\n--- mag2\n{lab.Mag2.Log}", failure);
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new LabException(otherwise);
        }
    }

    private void Begin()
    {
        foreach (Gateway node in new[] { _lab.Lma, _lab.Mag1, _lab.Mag2 })
        {
            Screen.Step($"{node.Name} starts", () => $"ready after {Screen.Milliseconds(node.Start())}");
        }

        _lab.StartDownloadService();
    }

    private void Attach(Device device)
    {
        Capture server = _lab.StartCapture(_lab.Server, "lan", "server-" + device.Name);
        Capture transport = _lab.StartCapture(_lab.Wan, "wan", "wan-" + device.Name);
        double switchedOn = Moments.Now;
        Screen.Step($"{device.Name} is switched on: DHCP and IPv4", () =>
        {
            device.SwitchOn();
            device.StartDhcp();
            device.AwaitAddress(4);
            device.AwaitPing(Plan.Server4);
            double first = FirstAt(server, "icmp[icmptype] == icmp-echo");
            return $"{device.Addresses(4)[0]}; {Screen.Milliseconds(first - switchedOn)} from link up to the first forwarded packet";
        });
        Screen.Step($"{device.Name} configures IPv6 (SLAAC)", () =>
        {
            device.AwaitAddress(6);
            device.AwaitPing(Plan.Server6);
            double first = FirstAt(server, "icmp6 and ip6[40] == 128");
            return $"{device.Addresses(6)[0]}; {Screen.Milliseconds(first - switchedOn)}, mostly the device's own address detection";
        });
        Screen.Step($"{device.Name} pings the server, 20 times each", () =>
        {
            Require(device.Ping(Plan.Server4, count: 20), "an IPv4 echo was lost");
            Require(device.Ping(Plan.Server6, count: 20), "an IPv6 echo was lost");
            server.Stop();
            transport.Stop();
            double[] messages = [.. Moments.Of(transport.File, _signalling).Take(2)];
            Require(messages.Length == 2, "no signalling was seen on the transport");
            return $"none lost; the update was answered after {Screen.Milliseconds(messages[1] - messages[0])}";
        });
    }

    private void Compare()
    {
        foreach ((string family, string server) in new[] { ("IPv4", Plan.Server4), ("IPv6", Plan.Server6) })
        {
            Screen.Step($"TCP download in {family}", () =>
            {
                double tunnelled = Download.Start(_lab.Ue1.Place, server, Measured).Finish().MegabitsPerSecond;
                if (_lab.Plain is null)
                {
                    return $"{Screen.Rate(tunnelled)} through the tunnel";
                }

                double plain = Download.Start(_lab.Plain, server, Measured).Finish().MegabitsPerSecond;
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Screen.Rate(tunnelled)} through the tunnel, {Screen.Rate(plain)} on the same path without: {tunnelled / plain:0.00} of it");
            });
        }
    }

    private void Hand()
    {
        Screen.Step("ue1 moves to mag2 during a download", () =>
        {
            string address4 = _lab.Ue1.Addresses(4)[0];
            string address6 = _lab.Ue1.Addresses(6)[0];
            Download download = Download.Start(_lab.Ue1.Place, Plan.Server4, TimeSpan.FromSeconds(4));
            _lab.Ue1.RoamTo("cell2");
            DownloadResult result = download.Finish();
            Require(_lab.Ue1.Addresses(4)[0] == address4 && _lab.Ue1.Addresses(6).Contains(address6), "the addresses changed");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"survived: longest gap {result.LongestGapMilliseconds:0} ms, {Screen.Rate(result.MegabitsPerSecond)} over all, same addresses");
        });
        Screen.Step("ue1 pings from its new place", () =>
        {
            Require(_lab.Ue1.Ping(Plan.Server4, count: 5) && _lab.Ue1.Ping(Plan.Server6, count: 5), "an echo was lost");
            _lab.Mag2.AwaitBindings(_lab.Scenario.FirstDeviceAccessPoints.Count);
            return "none lost; its home is with mag2 now";
        });
    }

    private void Connections()
    {
        int expected = _lab.Scenario.FirstDeviceAccessPoints.Count;
        if (expected < 2)
        {
            return;
        }

        Screen.Step("ue1 uses two PDN connections at once", () =>
        {
            BindingRow[] bindings = [.. _lab.Lma.Bindings().Where(binding => binding.Identifier == Plan.FirstIdentifier)];
            Require(bindings.Length == expected, $"{bindings.Length} bindings at the LMA");
            Require(_lab.Ue1.Addresses(6).Count == expected, $"{_lab.Ue1.Addresses(6).Count} IPv6 addresses");
            foreach (string source in _lab.Ue1.Addresses(6))
            {
                _lab.Ue1.AwaitPing(Plan.Server6, source: source);
            }

            return string.Join(", ", bindings.Select(binding => string.Create(
                CultureInfo.InvariantCulture, $"{binding.AccessPoint}: keys 0x{binding.UplinkKey:x8} up, 0x{binding.DownlinkKey:x8} down")));
        });
    }

    private void End()
    {
        Screen.Step("both devices are switched off and detached", () =>
        {
            foreach (Device device in new[] { _lab.Ue1, _lab.Ue2 })
            {
                device.SwitchOff();
                Detach(device);
            }

            TimeSpan patience = TimeSpan.FromSeconds(30);
            return "tables empty again after " + Screen.Milliseconds(Await.Until(
                "no binding and no session on any node",
                () => new[] { _lab.Lma, _lab.Mag1, _lab.Mag2 }.All(node => node.Bindings().Count == 0 && node.SessionCount() == 0),
                patience,
                () => string.Join('\n', new[] { _lab.Lma, _lab.Mag1, _lab.Mag2 }.Select(node => $"{node.Name}: {node.Show("bindings")}"))));
        });
    }

    // Whichever MAG still knows the device; the one it left may have forgotten it already.
    private void Detach(Device device)
    {
        foreach (Gateway mag in new[] { _lab.Mag1, _lab.Mag2 })
        {
            if (mag.Bindings().Any(binding => binding.Identifier == device.Identifier))
            {
                mag.Require("detach", device.Identifier);
            }
        }
    }

    private static double FirstAt(Capture capture, string filter)
    {
        IReadOnlyList<double> moments = [];
        Await.Until($"a packet for '{filter}' in the capture", () => (moments = Moments.Of(capture.File, filter)).Count > 0);
        return moments[0];
    }
}
