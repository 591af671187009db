using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Pmip.Engine.Configuration;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Worlds;

/// <summary>Makes the nodes and the devices that the options ask for.</summary>
internal static class Composition
{
    private static readonly string[] AccessPoints = ["internet", "ims"];

    /// <summary>Realms of the devices.</summary>
    public static readonly string[] Realms = ["example.com", "example.net"];

    public static void Build(World world, out AnchorNode[] anchors, out GatewayNode[] gateways, out Device[] devices)
    {
        Options options = world.Options;
        Prng prng = new(world.Schedule.Seed ^ 0x5EED);
        devices = new Device[options[Knob.Devices]];
        for (int i = 0; i < devices.Length; i++)
        {
            devices[i] = MakeDevice(i, options, prng, world.Identities);
        }

        int count = options[Knob.Lmas];
        anchors = new AnchorNode[count];
        for (int i = 0; i < count; i++)
        {
            anchors[i] = new AnchorNode(i, $"lma{i}", Ipv6Of(i), Ipv4Of(i), options, world.Schedule.Seed, Anchor(i, options), world.Identities);
        }

        gateways = new GatewayNode[options[Knob.Mags]];
        for (int i = 0; i < gateways.Length; i++)
        {
            int number = count + i;
            MagConfiguration configuration = Gateway(i, number, options);
            gateways[i] = new GatewayNode(
                number, $"mag{i}", Ipv6Of(number), Ipv4Of(number), options, world.Schedule.Seed, configuration, world.Identities);
        }
    }

    private static IpAddress Ipv6Of(int node) => IpAddress.Parse($"2001:db8:f::{1 + node}");

    private static IpAddress Ipv4Of(int node) => IpAddress.Parse($"192.0.2.{1 + node}");

    private static Device MakeDevice(int number, Options options, Prng prng, Identities identities)
    {
        // Of the twins each has the identity of another device.
        bool isTwin = number > 0 && number >= options[Knob.Devices] - options[Knob.Twins];
        int owner = isTwin ? number / 2 : number;
        string identifier = $"mn{owner}@{Realms[owner % Realms.Length]}";
        List<WantedConnection> connections = [];
        PdnType type = (PdnType)(1 + new Prng((ulong)owner).Below(3));
        for (int accessPoint = 0; accessPoint < options[Knob.AccessPoints]; accessPoint++)
        {
            int lma = (owner + accessPoint) % options[Knob.Lmas];
            for (int connection = 0; connection < options[Knob.PdnConnections]; connection++)
            {
                byte id = (byte)(options[Knob.PdnConnections] > 1 ? 1 + connection : 0);
                connections.Add(new WantedConnection(accessPoint, id, lma, type));
            }
        }

        return new Device
        {
            Number = number,
            Identifier = System.Text.Encoding.UTF8.GetBytes(identifier),
            Identity = identities.Of(identifier),
            LinkLayerAddress = options.Has(Knob.Ietf) || prng.Below(2) == 0 ? 0x0200_0000_0000UL + (ulong)number : 0,
            Connections = [.. connections],
        };
    }

    private static EngineLimits Limits(Options options) => new()
    {
        Bindings = options[Knob.Bindings],
        Peers = 8,
        PeerSharePercent = options[Knob.PeerSharePercent],
    };

    private static SpecificationMode Mode(Options options) => options.Has(Knob.Ietf) ? SpecificationMode.Ietf : SpecificationMode.ThreeGpp;

    private static LmaConfiguration Anchor(int number, Options options) => new()
    {
        Limits = Limits(options),
        Mode = Mode(options),
        Ipv6 = Ipv6Of(number),
        Ipv4 = Ipv4Of(number),
        Peers = [.. Enumerable.Range(0, options[Knob.Mags]).Select(mag => Peer($"mag{mag}", options[Knob.Lmas] + mag, SignallingForm.Ipv6))],
        AccessPoints = [.. Enumerable.Range(0, options[Knob.AccessPoints]).Select(accessPoint => AccessPoint(number, accessPoint, options))],
        LifetimeMax = Duration.FromSeconds(options[Knob.LifetimeMaxSeconds]),
        MinDelayBeforeBceDelete = Duration.FromMilliseconds(options[Knob.GraceMilliseconds]),
        Quarantine = Duration.FromSeconds(options[Knob.QuarantineSeconds]),
    };

    private static MagConfiguration Gateway(int number, int node, Options options) => new()
    {
        Limits = Limits(options) with { PeerSharePercent = 100 },
        Mode = Mode(options),
        Identity = $"mag{number}.example.com",
        Lmas = [.. Enumerable.Range(0, options[Knob.Lmas]).Select(lma => Peer($"lma{lma}", lma, FormOf(number, lma, options)))],
        Ipv6 = Ipv6Of(node),
        Ipv4 = Ipv4Of(node),
        AccessPoints = AccessPoints[..options[Knob.AccessPoints]],
        Lifetime = Duration.FromSeconds(options[Knob.LifetimeSeconds]),
        UseTimestamps = options.Has(Knob.Timestamps),
        Quarantine = Duration.FromSeconds(options[Knob.QuarantineSeconds]),
        DownlinkKeyScope = options.Has(Knob.KeysPerLma) ? DownlinkKeyScope.Lma : DownlinkKeyScope.Node,
    };

    private static PeerConfiguration Peer(string name, int node, SignallingForm form) =>
        new() { Name = name, Ipv6 = Ipv6Of(node), Ipv4 = Ipv4Of(node), Form = form };

    private static SignallingForm FormOf(int mag, int lma, Options options) =>
        (SignallingForm)(options[Knob.Form] < 4 ? options[Knob.Form] : (mag + lma) % 4);

    // A small pool has a few addresses more than there are connections, so that the quarantine decides who gets which.
    private static AccessPointConfiguration AccessPoint(int lma, int accessPoint, Options options)
    {
        int wanted = options[Knob.Devices] * options[Knob.PdnConnections];
        int bits = options.Has(Knob.SmallPools) ? BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)wanted + 8)) : 16;
        return new AccessPointConfiguration
        {
            Name = AccessPoints[accessPoint],
            Ipv6Pool = new IpPrefix(IpAddress.Parse($"2001:db8:{1 + lma}{accessPoint}00::"), (byte)(64 - bits)),
            Ipv4Pool = new IpPrefix(IpAddress.Parse($"10.{(10 * lma) + accessPoint}.0.0"), (byte)(32 - bits)),
            Ipv4Router = IpAddress.Parse($"10.{(10 * lma) + accessPoint}.0.1"),
        };
    }
}
