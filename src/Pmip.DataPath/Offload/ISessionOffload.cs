using System;
using Pmip.DataPath.Ladder;

namespace Pmip.DataPath.Offload;

/// <summary>
/// Something that can carry single sessions faster than the ground does, or refuse. The ground has every session whatever happens here, so
/// nothing that an offload does ends a session. One thread; once started no member allocates or waits for a device.
/// </summary>
internal interface ISessionOffload : IDisposable
{
    /// <summary>Which rung it is.</summary>
    Rung Rung { get; }

    /// <summary>Whether sessions between two ports can be offered, by asking the device. Why not goes to <paramref name="reason"/>.</summary>
    bool Probe(in PortPair ports, ReasonText reason);

    /// <summary>
    /// Offers a session, or its changed state: <see cref="OffloadAnswer.Taken"/> when it is in force, <see cref="OffloadAnswer.Pending"/> when
    /// an event will say. After <see cref="OffloadAnswer.Refused"/> and
    /// <see cref="OffloadAnswer.Full"/> nothing of the session is left in the device.
    /// </summary>
    OffloadAnswer Install(in GreSession session, in PortPair ports);

    /// <summary>Takes a session out. False when the device did not let go: it is to be asked again.</summary>
    bool Remove(int session);

    /// <summary>
    /// What the device itself has carried of sessions since each was installed, in <paramref name="counters"/>; false in
    /// <paramref name="isKnown"/> for one that cannot be said now. At most <see cref="OffloadLimits.Batch"/> at once.
    /// </summary>
    void ReadCounters(ReadOnlySpan<int> sessions, Span<SessionCounters> counters, Span<bool> isKnown);

    /// <summary>Takes what the device has to say of its own accord; false when that is nothing more.</summary>
    bool TryTakeEvent(out OffloadEvent happened);

    /// <summary>What the device last refused a session for, in its own words; for the log.</summary>
    ReadOnlySpan<byte> LastReason { get; }

    /// <summary>The start is over: from now on nothing may be allocated.</summary>
    void Started();

    /// <summary>
    /// Goes on with clearing away what a process before this one left and no session has claimed, a bounded part at a time. False when
    /// nothing is left. Begins once the caller says that all sessions that survived are installed again.
    /// </summary>
    bool ClearUnclaimed();
}
