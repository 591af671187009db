using Pmip.Engine.Sessions;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Lma;

/// <content>Whether the user traffic of a binding goes in UDP (RFC 5844 4, RFC 5845 4).</content>
public sealed partial class LocalMobilityAnchor
{
    private const uint NoKeepalive = uint.MaxValue;

    // 129. UDP carries GRE behind the TLV header only (R4: GRE is always used), so a MAG that forces UDP must offer that, over IPv4.
    private Refusal CheckEncapsulation(in ProxyBindingUpdate update, in RegistrationRequest request)
    {
        bool isForced = (update.Flags & BindingUpdateFlags.ForceUdp) != 0;
        return isForced && EncapsulationFor(update, request) != TunnelEncapsulation.UdpTlvGre ? Refusal.ForcedUdpRefused : Refusal.None;
    }

    // What a registration is given. A MAG may not change its mind in a refresh (RFC 5845 4.1); one that does so all the same is followed,
    // because a session whose ends disagree carries nothing.
    private TunnelEncapsulation EncapsulationFor(in ProxyBindingUpdate update, in RegistrationRequest request) =>
        _configuration.AcceptForcedUdp && request.Path.IsIPv4Transport && (update.Flags & BindingUpdateFlags.TlvHeader) != 0
            ? TunnelEncapsulation.UdpTlvGre
            : TunnelEncapsulation.Gre;

    // T goes back only to who sent it; without it the status says that GRE goes without UDP. 3GPP has no such fallback to report.
    private void AnswerEncapsulation(in ProxyBindingUpdate update, in BindingCacheEntry entry, ref ProxyBindingAcknowledgement answer)
    {
        bool isUdp = entry.Encapsulation == TunnelEncapsulation.UdpTlvGre;
        if ((update.Flags & BindingUpdateFlags.TlvHeader) != 0)
        {
            answer.Flags |= isUdp ? BindingAcknowledgementFlags.TlvHeader : 0;
            answer.Status = isUdp || _isThreeGpp ? answer.Status : BindingStatus.GreTunnelingButTlvHeaderNotSupported;
        }

        // NAT Detection if and only if UDP was forced (RFC 5844 3.1.3). A NAT on the way cannot be: the peer table takes no message whose
        // outer and inner addresses are not one node's.
        if ((update.Flags & BindingUpdateFlags.ForceUdp) != 0)
        {
            answer.HasNatDetection = true;
            answer.NatForceUdp = isUdp;
            answer.NatRefreshSeconds = NoKeepalive;
        }
    }
}
