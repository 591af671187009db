using System;
using System.Text;
using Pmip.Conformance.Messages;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Conformance.Nodes;

/// <summary>This repository's LMA in process.</summary>
public sealed class VirtualAnchor(LmaConfiguration configuration) : VirtualNode, IRevoker
{
    private readonly LocalMobilityAnchor _anchor = new(configuration, new EngineSecrets(1, 2, 3, 4, 5));

    protected override Instant NextDeadline => _anchor.NextDeadline;

    public void RevokeBinding(string identifier, bool ipv4Only) => Began(_anchor.Revoke(
        SlotOf(identifier), RevocationTrigger.Administrative, ipv4Only ? RevokedPart.Ipv4 : RevokedPart.Whole, Now, Wall, Outbox));

    public void RevokePeer(int peer) => Began(_anchor.RevokePeer(peer, Now, Wall, Outbox));

    public void RevokeRealm(int peer, string realm) => Began(_anchor.RevokeRealm(peer, Encoding.UTF8.GetBytes(realm), Now, Wall, Outbox));

    protected override void Take(in SignallingPath path, ReadOnlySpan<byte> message) => _anchor.Receive(path, message, Now, Wall, Outbox);

    protected override void Expire() => _anchor.Expire(Now, Wall, Outbox);

    protected override void Verify() => _anchor.Verify();

    private int SlotOf(string identifier)
    {
        byte[] octets = Encoding.UTF8.GetBytes(identifier);
        for (int slot = 0; slot < _anchor.Capacity; slot++)
        {
            if (_anchor.TryRead(slot, Now, out BindingCacheEntryView view) && view.Identifier.SequenceEqual(octets))
            {
                return slot;
            }
        }

        throw new CaseFailedException($"expected a binding of {identifier}");
    }

    private void Began(RevocationStart start)
    {
        Expect.That(start == RevocationStart.Started, $"that the LMA begins the revocation, it says {start}");
        Drain();
    }
}
