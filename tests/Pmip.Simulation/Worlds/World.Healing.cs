using System;
using System.Globalization;
using System.Linq;
using Pmip.Simulation.Properties;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Worlds;

/// <content>
/// The liveness phase: every fault ends, devices stay where they are, MAGs notice who is gone. Then everybody who is there has to be served within the
/// budget, and nobody else.
/// </content>
public sealed partial class World
{
    private const long MaxBindAckTimeout = 32 * Second;
    private const long CalmTime = 20 * Second;
    private bool _isHealed;
    private bool _isDone;
    private long _deadline;
    private long _settledSince = -1;

    /// <summary>How long it took until everything was in place.</summary>
    public long SettledAfter { get; private set; }

    private long Budget => (3 * MaxBindAckTimeout) + (Math.Max(Options[Knob.LifetimeMaxSeconds], Options[Knob.LifetimeSeconds]) * Second)
        + (Options[Knob.GraceMilliseconds] * 1000L) + (Options[Knob.QuarantineSeconds] * Second) + CalmTime;

    private void Heal()
    {
        Trace("--- everything heals");
        _isHealed = true;
        Array.Clear(_isCut);
        foreach (Node node in Nodes)
        {
            node.Clock.Offset = 0;
            node.Clock.DriftPpm = 0;
            node.EffectsUntilCrash = -1;
            node.LeavesMemory &= !node.IsUp;
            node.Kernel.RefusalsLeft = 0;
            node.Kernel.Capacity = int.MaxValue;
            if (!node.IsUp)
            {
                Plan(Now + Second, new Event { Kind = node.LeavesMemory ? EventKind.GoOn : EventKind.Restart, A = node.Number });
            }
            else if (node.IsPaused)
            {
                _resumeTimes[node.Number] = Now;
                Resume(node, node.Life);
            }
        }

        // Not at once: the timers that are due go first.
        Plan(Now, new Event { Kind = EventKind.Freeze });
        _deadline = Now + Budget;
        Plan(Now + (2 * Second), new Event { Kind = EventKind.Probe });
    }

    // Of devices with one identity the first stays, and not more than fit. Whoever is not at a MAG is noticed to be gone.
    private void Freeze()
    {
        foreach (Node node in Nodes.Where(static node => node.IsRunning))
        {
            Reconfigure(node, ReconfigurationWays.Origin, -1);
        }

        bool[] isTaken = new bool[Devices.Length];
        int[,] bindings = new int[Gateways.Length, Anchors.Length];
        foreach (Device device in Devices)
        {
            if (device.Mag >= 0 && (isTaken[device.Identity] || !Fits(device, bindings)))
            {
                Trace($"device {device.Number} stays away");
                device.Mag = -1;
            }

            if (device.Mag >= 0)
            {
                isTaken[device.Identity] = true;
                foreach (WantedConnection wanted in device.Connections)
                {
                    bindings[device.Mag, wanted.Lma]++;
                }
            }

            for (int mag = 0; mag < Gateways.Length; mag++)
            {
                if (mag != device.Mag)
                {
                    Plan(Now + Second, new Event { Kind = EventKind.Departure, A = device.Number, B = mag });
                }
            }
        }

        foreach (Device device in Devices.Where(device => GatewayOf(device) is { IsRunning: true } gateway && !gateway.Presence[device.Number]))
        {
            Appear(device);
        }
    }

    private bool Fits(Device device, int[,] bindings)
    {
        int wanted = device.Connections.Length;
        int share = Math.Max(1, Options[Knob.Bindings] * Options[Knob.PeerSharePercent] / 100);
        for (int lma = 0; lma < Anchors.Length; lma++)
        {
            int ofAnchor = 0;
            int ofGateway = 0;
            for (int mag = 0; mag < Gateways.Length; mag++)
            {
                ofAnchor += bindings[mag, lma];
            }

            for (int other = 0; other < Anchors.Length; other++)
            {
                ofGateway += bindings[device.Mag, other];
            }

            if (ofAnchor + wanted > Options[Knob.Bindings] || ofGateway + wanted > Options[Knob.Bindings] || bindings[device.Mag, lma] + wanted > share)
            {
                return false;
            }
        }

        return true;
    }

    private void Probe()
    {
        string? trouble = Liveness.Trouble(this);
        if (trouble is null)
        {
            _settledSince = _settledSince < 0 ? Now : _settledSince;
        }
        else
        {
            _settledSince = -1;
            long late = (Now - _deadline) / Second;
            Require(Now < _deadline, nameof(Liveness), string.Create(CultureInfo.InvariantCulture, $"{late} s after the budget: {trouble}"));
        }

        if (_settledSince >= 0 && Now - _settledSince >= CalmTime)
        {
            SettledAfter = _settledSince - (_deadline - Budget);
            foreach (Node node in Nodes)
            {
                node.Verify();
            }

            _isDone = true;
            return;
        }

        Plan(Now + Second, new Event { Kind = EventKind.Probe });
    }
}
