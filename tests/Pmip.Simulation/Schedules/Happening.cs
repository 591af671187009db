using System;
using System.Globalization;

namespace Pmip.Simulation.Schedules;

/// <summary>What is done to the world from outside. The letters name the numbers of a <see cref="Happening"/>.</summary>
public enum HappeningKind
{
    /// <summary>Device A comes to MAG B; C is 1 when the MAG where it was notices, D microseconds later.</summary>
    Arrive,

    /// <summary>Device A goes away; C is 1 when its MAG notices.</summary>
    Leave,

    /// <summary>Messages from node A to node B no longer pass.</summary>
    Cut,

    /// <summary>They pass again.</summary>
    Mend,

    /// <summary>Node A loses its state after B more effects, and starts again D microseconds later.</summary>
    Crash,

    /// <summary>Node A stands still for D microseconds.</summary>
    Pause,

    /// <summary>The wall clock of node A steps by D microseconds.</summary>
    StepClock,

    /// <summary>The kernel of node A refuses the next B sessions.</summary>
    RefuseSessions,

    /// <summary>A stranger sends a message of kind B to node A; D is where its octets come from.</summary>
    StrangerAttack,

    /// <summary>Somebody uses a peer's address.</summary>
    SpoofingAttack,

    /// <summary>A peer lies.</summary>
    InsiderAttack,

    /// <summary>The operator of node A ends the B-th connection, in one of <see cref="OperatorWays"/> C.</summary>
    OperatorEnds,

    /// <summary>Node A gets another configuration, by <see cref="ReconfigurationWays"/> C; B says which peer.</summary>
    Reconfigure,

    /// <summary>The process of node A ends after B more effects, and D microseconds later another one goes on with what it kept.</summary>
    Replace,

    /// <summary>Device A sends a packet, and one is sent to it; D is how long packets take.</summary>
    Traffic,
}

/// <summary>One thing that is done to the world at a time.</summary>
public readonly record struct Happening(long Time, HappeningKind Kind, int A, int B, int C, long D)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"event {Time} {Kind} {A} {B} {C} {D}");

    public static Happening Parse(string[] words) => new(
        long.Parse(words[1], CultureInfo.InvariantCulture),
        Enum.Parse<HappeningKind>(words[2]),
        int.Parse(words[3], CultureInfo.InvariantCulture),
        int.Parse(words[4], CultureInfo.InvariantCulture),
        int.Parse(words[5], CultureInfo.InvariantCulture),
        long.Parse(words[6], CultureInfo.InvariantCulture));
}
