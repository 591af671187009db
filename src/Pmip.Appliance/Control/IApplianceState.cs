using System.Collections.Generic;
using Pmip.Access;
using Pmip.Appliance.Configuration;
using Pmip.DataPath;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Peers;

namespace Pmip.Appliance.Control;

/// <summary>The running node as the console sees it. Read on the control loop, between the steps of the engines.</summary>
public interface IApplianceState : IOperatorActions
{
    /// <summary>What the node was told at start.</summary>
    ApplianceConfiguration Configuration { get; }

    /// <summary>The LMA, if there is one.</summary>
    LocalMobilityAnchor? Lma { get; }

    /// <summary>Place in the data path of the LMA's session 0.</summary>
    int FirstLmaSession { get; }

    /// <summary>The MAG, if there is one.</summary>
    MobileAccessGateway? Mag { get; }

    /// <summary>Place in the data path of the MAG's session 0.</summary>
    int FirstMagSession { get; }

    /// <summary>The access side of the MAG.</summary>
    AccessLinks? Access { get; }

    /// <summary>The data path.</summary>
    IGreDataPath? DataPath { get; }
}

/// <summary>Makes the console's sources out of a running node.</summary>
internal static class ApplianceSources
{
    public static ConsoleSources Of(IApplianceState state)
    {
        List<IBindingSource> bindings = [];
        List<(string Role, PeerTable Peers)> peers = [];
        List<ICounterSource> counters = [];
        if (state.Lma is LocalMobilityAnchor lma)
        {
            bindings.Add(new AnchorBindings(lma, state.FirstLmaSession));
            peers.Add(("lma", lma.Peers));
            counters.Add(new CounterSource<LmaCounter>("lma", lma.Counters));
        }

        if (state.Mag is MobileAccessGateway mag)
        {
            bindings.Add(new GatewayBindings(mag, state.FirstMagSession));
            peers.Add(("mag", mag.Peers));
            counters.Add(new CounterSource<MagCounter>("mag", mag.Counters));
        }

        List<string> interfaces = [];
        foreach (Configuration.AccessLinkConfiguration link in state.Configuration.Access?.Links ?? [])
        {
            interfaces.Add(link.Interface);
        }

        if (state.Access is AccessLinks access)
        {
            counters.Add(new CounterSource<AccessCounter>("access", access.Counters));
        }

        return new ConsoleSources
        {
            Name = state.Configuration.Name,
            Role = state.Configuration.Role switch
            {
                ApplianceRole.Lma => "lma",
                ApplianceRole.Mag => "mag",
                _ => "both",
            },
            Bindings = bindings,
            Peers = peers,
            Counters = counters,
            DataPath = state.DataPath,
            Nodes = state.Access is null ? null : new AccessNodes(state.Access, interfaces),
        };
    }
}
