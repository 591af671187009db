using System;
using System.Collections.Generic;
using Pmip.Engine;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;

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
    OperatorRevoke,
    OperatorRevokeNode,
    OperatorRevokePeer,
    OperatorRevokeRealm,
    NotePresence,
    SessionRefused,
    Reconfigure,
    Reinstate,
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

    /// <summary>The update that the step carries out: the one that came in, or one that has waited.</summary>
    public MessageFacts? Request { get; set; }

    /// <summary>It came from an address that is no peer's.</summary>
    public bool IsFromStranger { get; set; }

    /// <summary>Slot or session, by kind.</summary>
    public int Subject { get; set; } = -1;

    /// <summary>The octets that came in.</summary>
    public byte[] MobilityHeader { get; set; } = [];

    public Device? Device { get; set; }

    public ConnectionEnd End { get; set; }

    public AttachStatus AttachStatus { get; set; }

    /// <summary>A node's identifier or a realm, for the operator's verbs.</summary>
    public byte[] Identifier { get; set; } = [];

    public bool IsAdministrative { get; set; }

    /// <summary>One of <see cref="Schedules.ReconfigurationWays"/>, about the peer that is the subject.</summary>
    public int Way { get; set; }

    public bool IsIpv4Only { get; set; }

    public bool IsPresent { get; set; }

    /// <summary>What the verb answered.</summary>
    public bool DidWork { get; set; }

    public int Connection { get; set; }

    public Outbox Outbox { get; } = new();

    /// <summary>Slots whose image differs.</summary>
    public List<int> Changed { get; } = [];

    /// <summary>Messages that the step sends, with their slots.</summary>
    public List<(int Slot, MessageFacts Facts)> Sent { get; } = [];

    /// <summary>Where each of them goes.</summary>
    public List<IpAddress> Destinations { get; } = [];

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
