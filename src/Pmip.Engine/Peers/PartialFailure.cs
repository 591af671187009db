using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Peers;

/// <summary>
/// Partial failure by FQ-CSID (TS 23.007, TS 29.275), the same at both ends: what we give for each connection, what the other
/// end gave, and the messages when a component of either fails. Without a component of our own it is not in use.
/// </summary>
internal sealed class PartialFailure
{
    private ConnectionSetIdentifier? _own;
    private byte[] _ownOctets;
    private readonly PeerTable _peers;
    private readonly BindingSweep _sweep;
    private readonly CounterSet<SupervisionCounter> _counters;
    private readonly FailureReport _report;

    public PartialFailure(
        ConnectionSetIdentifier? own, EngineLimits limits, SipHash hash, PeerTable peers, BindingSweep sweep, PathSupervision supervision, ulong seed)
    {
        _own = own;
        _ownOctets = OctetsOf(own);
        _peers = peers;
        _sweep = sweep;
        _counters = supervision.Counters;
        _report = new FailureReport(peers, _counters, seed);
        Components = new ComponentIndex(limits, hash);
    }

    /// <summary>The components that the bindings depend on.</summary>
    public ComponentIndex Components { get; }

    /// <summary>When <see cref="Expire"/> has something to do.</summary>
    public Instant NextDeadline => _report.NextDeadline;

    /// <summary>The FQ-CSID that we give for each connection; empty when we have none.</summary>
    public ReadOnlySpan<byte> Own => _ownOctets;

    /// <summary>Octets that it costs.</summary>
    public static long BytesFor(EngineLimits limits) => ComponentIndex.BytesFor(limits) + FailureReport.BytesFor(limits);

    /// <summary>A component as it is written; empty for none.</summary>
    public static byte[] OctetsOf(ConnectionSetIdentifier? component)
    {
        Span<byte> octets = stackalloc byte[ConnectionSetIdentifier.EncodedLengthMax];
        return component is ConnectionSetIdentifier own ? octets[..own.Write(octets)].ToArray() : [];
    }

    /// <summary>Goes on with another component of our own; without one, the caller has cleared what the peers gave.</summary>
    public void Reconfigure(in ConnectionSetIdentifier? own, byte[] octets)
    {
        _own = own;
        _ownOctets = octets;
    }

    /// <summary>Keeps with a binding what its peer gave for it. A peer that gives none does not use the feature for it.</summary>
    public void Note(int slot, int peer, scoped in ThreeGppOptionSet options)
    {
        if (_own is null)
        {
            return;
        }

        bool isKept = Components.Set(slot, options.FirstFqCsid, options.SecondFqCsid);
        _counters.Add(SupervisionCounter.ComponentsNotKept, isKept ? 0 : 1);
        if (!options.FirstFqCsid.IsEmpty)
        {
            _peers.PathStateOf(peer).KnowsComponents = true;
        }
    }

    /// <summary>Brings back what a peer gave for a binding before our restart.</summary>
    public void Restore(int slot, int peer, in ConnectionSetIdentifier? first, in ConnectionSetIdentifier? second)
    {
        Span<byte> octets = stackalloc byte[2 * ConnectionSetIdentifier.EncodedLengthMax];
        int firstLength = first is ConnectionSetIdentifier own ? own.Write(octets) : 0;
        int secondLength = second is ConnectionSetIdentifier other ? other.Write(octets[ConnectionSetIdentifier.EncodedLengthMax..]) : 0;
        Components.Set(slot, octets[..firstLength], octets.Slice(ConnectionSetIdentifier.EncodedLengthMax, secondLength));
        _peers.PathStateOf(peer).KnowsComponents |= firstLength > 0;
    }

    /// <summary>A component of ours failed: tells the peers, and sweeps what depended on it when it is the present one.</summary>
    public FailureReportStart Report(ushort csid)
    {
        if (_own is not ConnectionSetIdentifier own)
        {
            return FailureReportStart.NotConfigured;
        }

        if (!_report.TryBegin(own with { Csid = csid }))
        {
            return FailureReportStart.Busy;
        }

        if (csid == own.Csid)
        {
            Begin(-1, BindingSweep.AnyComponent);
        }

        return FailureReportStart.Started;
    }

    /// <summary>Sends what is due of a report.</summary>
    public bool Expire(Instant now, Outbox outbox) => _report.NextDeadline <= now && _report.Expire(now, outbox);

    /// <summary>
    /// Takes a revocation message that is about failed components; false when it is not, and is the engine's. What a peer says of
    /// components concerns the bindings with that peer only (T7).
    /// </summary>
    public bool TryReceive(in SignallingPath path, int peer, scoped in MobilityHeader header, Outbox outbox)
    {
        if (_own is null || BindingRevocation.TryReadType(header, out BindingRevocationType type) != WireStatus.Ok)
        {
            return false;
        }

        if (type == BindingRevocationType.Acknowledgement)
        {
            return BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement answer) == WireStatus.Ok
                && _report.TryReceive(peer, answer);
        }

        if (BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) != WireStatus.Ok
            || (indication.Flags & RevocationFlags.Global) == 0
            || indication.Options.ThreeGpp.FirstFqCsid.IsEmpty)
        {
            return false;
        }

        _counters.Increment(SupervisionCounter.ComponentFailuresReceived);
        int found = 0;
        int begun = 0;
        Sweep(peer, indication.Options.ThreeGpp.FirstFqCsid, ref found, ref begun);
        Sweep(peer, indication.Options.ThreeGpp.SecondFqCsid, ref found, ref begun);
        _counters.Add(SupervisionCounter.ComponentFailuresUnmatched, found == 0 ? 1 : 0);
        RevocationStatus status = found == 0 ? RevocationStatus.BindingDoesNotExist
            : begun < found ? RevocationStatus.PartialSuccess : RevocationStatus.Success;
        Acknowledge(path, peer, indication, status, outbox);
        return true;
    }

    /// <summary>Walks everything.</summary>
    public void Verify()
    {
        Components.Verify();
        _report.Verify();
        Invariant.Require(_own is not null || Components.Count == 0);
    }

    private void Sweep(int peer, ReadOnlySpan<byte> data, ref int found, ref int begun)
    {
        if (FullyQualifiedCsid.TryRead(data, out FullyQualifiedCsid failed) != WireStatus.Ok)
        {
            return;
        }

        for (int i = 0; i < failed.CsidCount; i++)
        {
            int component = Components.Find(ConnectionSetIdentifier.Read(failed, i));
            if (component != ComponentIndex.None)
            {
                found++;
                begun += Begin(peer, component) ? 1 : 0;
            }
        }
    }

    private bool Begin(int peer, int component)
    {
        bool hasBegun = _sweep.TryBegin(new SweepScope(SweepCause.ComponentFailed, peer) { Component = component });
        _counters.Increment(hasBegun ? SupervisionCounter.ComponentSweepsBegun : SupervisionCounter.ComponentSweepsRefused);
        return hasBegun;
    }

    private void Acknowledge(
        in SignallingPath path, int peer, scoped in BindingRevocationIndication indication, RevocationStatus status, Outbox outbox)
    {
        scoped BindingRevocationAcknowledgement answer = default;
        answer.Status = status;
        answer.Sequence = indication.Sequence;
        answer.Flags = indication.Flags & (RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly | RevocationFlags.Global);
        WireStatus emitted = answer.Emit(outbox.Room, out int written);
        Invariant.Require(emitted == WireStatus.Ok);
        outbox.AddTransmit(-1, path, written);
        _peers.NoteSent(peer, path);
    }
}
