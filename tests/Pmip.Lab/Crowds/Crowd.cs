using System;
using System.Globalization;
using System.Linq;
using Pmip.Lab.Devices;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Crowds;

/// <summary>Many devices in one cell, each with a MAC of its own; the process that plays them lives in a device's namespace.</summary>
public sealed class Crowd
{
    private const string AllServed = "all served";
    private readonly LabProcess _process;
    private int _asked = 1;

    private Crowd(LabProcess process, int count)
    {
        _process = process;
        Count = count;
    }

    public int Count { get; }

    /// <summary>Lets so many devices come up on the port of <paramref name="host"/>, whose own kernel then is silent.</summary>
    public static Crowd Start(Device host, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.Place.Sysctl("net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        host.SwitchOn();
        CultureInfo invariant = CultureInfo.InvariantCulture;
        LabProcess process = GatewayLab.StartTraffic(host.Place, "crowd", "eth0", first.ToString(invariant), count.ToString(invariant));
        return new Crowd(process, count);
    }

    /// <summary>All of them solicit routers again.</summary>
    public void Speak()
    {
        _asked++;
        _process.Signal("HUP");
    }

    /// <summary>Waits until each has a router and a prefix since it last solicited.</summary>
    public void AwaitServed() => Await.Until($"{Count} devices are served", IsServed, seen: () => _process.Text);

    private bool IsServed() => _process.HasExited
        ? throw new LabException($"{_process.Name} ended: {_process.Text}")
        : _process.Lines.Count(static line => line == AllServed) == _asked;
}
