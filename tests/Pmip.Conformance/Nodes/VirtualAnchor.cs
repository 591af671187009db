using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Time;

namespace Pmip.Conformance.Nodes;

/// <summary>This repository's LMA in process.</summary>
public sealed class VirtualAnchor(LmaConfiguration configuration) : VirtualNode
{
    private readonly LocalMobilityAnchor _anchor = new(configuration, new EngineSecrets(1, 2, 3, 4, 5));

    protected override Instant NextDeadline => _anchor.NextDeadline;

    protected override void Take(in SignallingPath path, ReadOnlySpan<byte> message) => _anchor.Receive(path, message, Now, Wall, Outbox);

    protected override void Expire() => _anchor.Expire(Now, Wall, Outbox);

    protected override void Verify() => _anchor.Verify();
}
