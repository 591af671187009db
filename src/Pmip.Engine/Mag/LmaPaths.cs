using System.Collections.Generic;
using Pmip.Engine.Configuration;
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
            _isUsable[i] = TryBuild(configuration, lmas[i], out _paths[i]);
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

    private static bool TryBuild(MagConfiguration configuration, PeerConfiguration lma, out SignallingPath path)
    {
        if (lma.Form == SignallingForm.Ipv6)
        {
            path = new SignallingPath(lma.Form, configuration.Ipv6, lma.Ipv6, configuration.Ipv6, lma.Ipv6, 0);
            return !configuration.Ipv6.IsUnspecified && !lma.Ipv6.IsUnspecified;
        }

        // The bare form has no inner header. In the others an end shows its IPv6 address where it has one, else the mapped
        // form of the IPv4 one (TS 29.275 6.1; R10, R11), so that ends with and without IPv6 mix.
        bool isBare = lma.Form == SignallingForm.UdpBare;
        IpAddress local = isBare || configuration.Ipv6.IsUnspecified ? configuration.Ipv4 : configuration.Ipv6;
        IpAddress remote = isBare || lma.Ipv6.IsUnspecified ? lma.Ipv4 : lma.Ipv6;
        ushort port = lma.Form == SignallingForm.Ipv4Mapped ? (ushort)0 : SignallingPath.ControlPort;
        path = new SignallingPath(lma.Form, local, remote, configuration.Ipv4, lma.Ipv4, port);
        return !configuration.Ipv4.IsUnspecified && !lma.Ipv4.IsUnspecified;
    }
}
