using Pmip.Engine.Sessions;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>Whether the user traffic of a connection goes in UDP (RFC 5844 4, RFC 5845 4).</content>
public sealed partial class MobileAccessGateway
{
    // T in the answer settles it, and an LMA may set it only when we did. NAT Detection says no more: without T, GRE cannot go in UDP.
    private TunnelEncapsulation GrantedEncapsulation(int lma, in ProxyBindingAcknowledgement answer) =>
        (answer.Flags & BindingAcknowledgementFlags.TlvHeader) != 0 ? _paths.OfferedTo(lma) : TunnelEncapsulation.Gre;
}
