using System.Collections.Generic;
using Pmip.Engine.Configuration;
using Pmip.Engine.Peers;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <summary>How each LMA is reached, by its form and by the addresses of both ends, and what it is offered; by slot of the peer table.</summary>
internal sealed class LmaPaths
{
    private readonly LmaPath[] _paths;

    /// <summary>Makes room for as many LMAs as the peer table has slots; the first are those of the configuration.</summary>
    public LmaPaths(MagConfiguration configuration, int slots)
    {
        _paths = new LmaPath[slots];
        Of(configuration).CopyTo(_paths, 0);
    }

    /// <summary>Number of slots.</summary>
    public int Count => _paths.Length;

    /// <summary>The paths to the LMAs of a configuration, in order.</summary>
    public static LmaPath[] Of(MagConfiguration configuration)
    {
        IReadOnlyList<PeerConfiguration> lmas = configuration.Lmas;
        LmaPath[] paths = new LmaPath[lmas.Count];
        for (int i = 0; i < paths.Length; i++)
        {
            PeerConfiguration lma = lmas[i];
            paths[i].IsUsable = ConfiguredPaths.TryBuild(lma, lma.Form, configuration.Ipv6, configuration.Ipv4, out paths[i].Path);
            paths[i].Offered = lma.OffersUdp ? TunnelEncapsulation.UdpTlvGre : TunnelEncapsulation.Gre;
            paths[i].Flags = !lma.OffersUdp ? 0 : BindingUpdateFlags.TlvHeader | (lma.ForceUdp ? BindingUpdateFlags.ForceUdp : 0);
            paths[i].AcceptsParameters = lma.AcceptParameters;
        }

        return paths;
    }

    /// <summary>The path of each LMA for what is sent unasked, the default where there is none.</summary>
    public static SignallingPath[] Announced(LmaPath[] paths)
    {
        SignallingPath[] announced = new SignallingPath[paths.Length];
        for (int i = 0; i < announced.Length; i++)
        {
            announced[i] = paths[i].IsUsable ? paths[i].Path : default;
        }

        return announced;
    }

    /// <summary>False when one end has no address of the family that the form needs, and for a slot without an LMA.</summary>
    public bool IsUsable(int lma) => _paths[lma].IsUsable;

    /// <summary>How traffic to <paramref name="lma"/> goes when it grants what it is offered.</summary>
    public TunnelEncapsulation OfferedTo(int lma) => _paths[lma].Offered;

    /// <summary>What goes with every message to <paramref name="lma"/> that keeps a session.</summary>
    public BindingUpdateFlags FlagsTo(int lma) => _paths[lma].Flags;

    /// <summary>True when <paramref name="lma"/> may set the moments of refreshes and heartbeats.</summary>
    public bool AcceptsParameters(int lma) => _paths[lma].AcceptsParameters;

    /// <summary>The path to <paramref name="lma"/>.</summary>
    public ref readonly SignallingPath this[int lma] => ref _paths[lma].Path;

    /// <summary>The two ends of GRE towards <paramref name="lma"/>: the outer addresses of signalling (R3).</summary>
    public void Endpoints(int lma, out IpAddress local, out IpAddress remote)
    {
        local = _paths[lma].Path.OuterLocal;
        remote = _paths[lma].Path.OuterRemote;
    }

    /// <summary>Reaches an LMA by another path from now on.</summary>
    public void Set(int lma, in LmaPath path) => _paths[lma] = path;

    /// <summary>What a configuration says of one LMA.</summary>
    internal struct LmaPath
    {
        public SignallingPath Path;
        public bool IsUsable;
        public bool AcceptsParameters;
        public TunnelEncapsulation Offered;
        public BindingUpdateFlags Flags;
    }
}
