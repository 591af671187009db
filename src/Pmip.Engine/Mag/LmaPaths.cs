using System.Collections.Generic;
using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Mag;

/// <summary>How each LMA of the configuration is reached: fixed at start by its form and by the addresses of both ends.</summary>
internal sealed class LmaPaths
{
    private readonly SignallingPath[] _paths;
    private readonly bool[] _isUsable;
    private readonly TunnelEncapsulation[] _offered;

    public LmaPaths(MagConfiguration configuration)
    {
        IReadOnlyList<PeerConfiguration> lmas = configuration.Lmas;
        _paths = new SignallingPath[lmas.Count];
        _isUsable = new bool[lmas.Count];
        _offered = new TunnelEncapsulation[lmas.Count];
        for (int i = 0; i < lmas.Count; i++)
        {
            _isUsable[i] = ConfiguredPaths.TryBuild(lmas[i], lmas[i].Form, configuration.Ipv6, configuration.Ipv4, out _paths[i]);
            _offered[i] = lmas[i].OffersUdp ? TunnelEncapsulation.UdpTlvGre : TunnelEncapsulation.Gre;
        }
    }

    /// <summary>Number of LMAs.</summary>
    public int Count => _paths.Length;

    /// <summary>False when one end has no address of the family that the form needs.</summary>
    public bool IsUsable(int lma) => _isUsable[lma];

    /// <summary>How traffic to <paramref name="lma"/> goes when it grants what it is offered.</summary>
    public TunnelEncapsulation OfferedTo(int lma) => _offered[lma];

    /// <summary>The path to <paramref name="lma"/>.</summary>
    public ref readonly SignallingPath this[int lma] => ref _paths[lma];

    /// <summary>The two ends of GRE towards <paramref name="lma"/>: the outer addresses of signalling (R3).</summary>
    public void Endpoints(int lma, out IpAddress local, out IpAddress remote)
    {
        local = _paths[lma].OuterLocal;
        remote = _paths[lma].OuterRemote;
    }

    /// <summary>The path of each LMA, the default where there is none.</summary>
    public SignallingPath[] All()
    {
        SignallingPath[] paths = new SignallingPath[_paths.Length];
        for (int lma = 0; lma < paths.Length; lma++)
        {
            paths[lma] = _isUsable[lma] ? _paths[lma] : default;
        }

        return paths;
    }
}
