using System.Text;

namespace Pmip.Appliance.Host;

/// <summary>Names that belong to one access interface, made at start so that an interface which comes later costs no allocation.</summary>
internal sealed class AccessLinkPaths(string name)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    /// <summary>Name of the interface, UTF-8.</summary>
    public System.ReadOnlySpan<byte> Name => _name;

    /// <summary>Setting: take router advertisements.</summary>
    public string AcceptRouterAdvertisements { get; } = $"net/ipv6/conf/{name}/accept_ra";

    /// <summary>Setting: drop packets whose source is routed elsewhere.</summary>
    public string ReversePathFilter { get; } = $"net/ipv4/conf/{name}/rp_filter";

    /// <summary>Setting: send ICMP redirects.</summary>
    public string SendRedirects { get; } = $"net/ipv4/conf/{name}/send_redirects";
}
