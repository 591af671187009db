using System;
using System.Collections.Generic;
using Pmip.Fuzz.Planted;
using Pmip.Wire.Mobility;

namespace Pmip.Fuzz.Targets;

/// <summary>Every target by its name.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Func<string, FuzzTarget>> s_makers = new(StringComparer.Ordinal)
    {
        ["mobility"] = name => new MobilityTarget(name),
        ["binding-update"] = name => new MobilityTarget(name, MobilityHeaderType.BindingUpdate),
        ["binding-acknowledgement"] = name => new MobilityTarget(name, MobilityHeaderType.BindingAcknowledgement),
        ["binding-error"] = name => new MobilityTarget(name, MobilityHeaderType.BindingError),
        ["heartbeat"] = name => new MobilityTarget(name, MobilityHeaderType.Heartbeat),
        ["binding-revocation"] = name => new MobilityTarget(name, MobilityHeaderType.BindingRevocation),
        ["update-notification"] = name => new MobilityTarget(name, MobilityHeaderType.UpdateNotification),
        ["options"] = _ => new OptionsTarget(),
        ["headers"] = _ => new HeadersTarget(),
        ["packet"] = _ => new PacketTarget(),
        ["neighbor-discovery"] = _ => new NeighborDiscoveryTarget(),
        ["dhcp"] = _ => new DhcpTarget(),
        ["access"] = _ => new AccessTarget(),
        ["netlink"] = _ => new NetlinkTarget(),
        ["configuration"] = _ => new ConfigurationTarget(),
        ["capture"] = _ => new CaptureTarget(),
        ["control"] = _ => new ControlTarget(),
        ["hex"] = _ => new HexTarget(),
        ["engine-lma"] = _ => new LmaTarget(),
        ["engine-mag"] = _ => new MagTarget(),
        ["pair"] = _ => new PairTarget(),
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => s_makers.Keys;

    /// <summary>Makes a target. Also knows the planted one, which has no name among all: what it is for is to be found.</summary>
    public static FuzzTarget? Make(string name) =>
        s_makers.TryGetValue(name, out Func<string, FuzzTarget>? maker) ? maker(name) : name == "planted" ? new PlantedTarget() : null;
}
