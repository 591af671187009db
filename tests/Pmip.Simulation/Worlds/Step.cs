using System;
using System.Collections.Generic;
using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;

namespace Pmip.Simulation.Worlds;

/// <summary>Which verb of an engine a step calls.</summary>
public enum StepKind
{
    Receive,
    Timer,
    Attach,
    Reaffirm,
    Detach,
    OperatorRemove,
    SessionRefused,
}

/// <summary>One call of one engine: what went in, what came out, and what it changed.</summary>
public sealed class Step
{
    public long Number { get; set; }

    public long Now { get; set; }

    public Node Node { get; set; } = null!;

    public StepKind Kind { get; set; }

    public Packet? Packet { get; set; }

    public SignallingPath Path { get; set; }

    /// <summary>What came in, for <see cref="StepKind.Receive"/>.</summary>
    public MessageFacts? Message { get; set; }

    /// <summary>It came from an address that is no peer's.</summary>
    public bool IsFromStranger { get; set; }

    /// <summary>Slot or session, by kind.</summary>
    public int Subject { get; set; } = -1;

    /// <summary>The octets that came in.</summary>
    public byte[] MobilityHeader { get; set; } = [];

    public Device? Device { get; set; }

    public ConnectionEnd End { get; set; }

    public AttachStatus AttachStatus { get; set; }

    /// <summary>What the verb answered.</summary>
    public bool DidWork { get; set; }

    public int Connection { get; set; }

    public Outbox Outbox { get; } = new();

    /// <summary>Slots whose image differs.</summary>
    public List<int> Changed { get; } = [];

    /// <summary>Messages that the step sends, with their slots.</summary>
    public List<(int Slot, MessageFacts Facts)> Sent { get; } = [];

    public ReadOnlySpan<BindingImage> Before => Node.Before;

    public ReadOnlySpan<BindingImage> After => Node.Images;

    public long Delta(int counter) => Node.CounterAt(counter) - Node.CountersBefore[counter];

    public bool SentAcceptance(out MessageFacts acceptance)
    {
        foreach ((int _, MessageFacts facts) in Sent)
        {
            if (facts.IsAcceptance)
            {
                acceptance = facts;
                return true;
            }
        }

        acceptance = null!;
        return false;
    }

    public MessageFacts? SentRefusal()
    {
        foreach ((int _, MessageFacts facts) in Sent)
        {
            if (facts.IsRefusal)
            {
                return facts;
            }
        }

        return null;
    }
}
