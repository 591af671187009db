using System;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>Which messages a capture takes. Never changes; the control loop asks it.</summary>
/// <param name="peers">Networks of the peer, of which one has to be the other end's; none for every peer.</param>
/// <param name="node">The node that the message has to be about; null for any message.</param>
internal sealed class CaptureFilter(IpPrefix[] peers, NodePattern? node)
{
    /// <summary>True when the message belongs to the capture; <paramref name="octets"/> are those behind the outer headers.</summary>
    public bool Takes(IpAddress remote, ReadOnlySpan<byte> octets) => IsOfPeer(remote) && (node is null || IsOfNode(octets));

    private bool IsOfPeer(IpAddress remote)
    {
        foreach (IpPrefix peer in peers)
        {
            if (peer.Contains(remote))
            {
                return true;
            }
        }

        return peers.Length == 0;
    }

    private bool IsOfNode(ReadOnlySpan<byte> octets)
    {
        MessageSubject subject = MessageSubject.Of(octets);
        return node!.Matches(subject.Identifier, subject.LinkLayerAddress);
    }
}
