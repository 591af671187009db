using System;
using System.Globalization;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Simulation.Worlds;

/// <summary>What the properties and the trace want to know of a message, read by the product's own reader.</summary>
public sealed class MessageFacts
{
    /// <summary>Not a mobility header.</summary>
    public bool IsMalformed { get; private init; }

    public MobilityHeaderType Type { get; private init; }

    /// <summary>A readable Proxy Binding Update with A and P.</summary>
    public bool IsUpdate { get; private init; }

    public bool IsAcknowledgement { get; private init; }

    public BindingStatus Status { get; private init; }

    public ushort Sequence { get; private init; }

    public ushort LifetimeUnits { get; private init; }

    public string Identifier { get; private init; } = "";

    public bool HasTimestamp { get; private init; }

    public ulong Timestamp { get; private init; }

    public IpAddress CareOf { get; private init; }

    public HandoffIndicator Handoff { get; private init; }

    /// <summary>A readable heartbeat with R.</summary>
    public bool IsHeartbeatResponse { get; private init; }

    /// <summary>A heartbeat that asks for an answer.</summary>
    public bool IsHeartbeatRequest { get; private init; }

    public bool IsUnsolicited { get; private init; }

    public uint HeartbeatSequence { get; private init; }

    public bool HasRestartCounter { get; private init; }

    public uint RestartCounter { get; private init; }

    /// <summary>A readable Binding Revocation Indication.</summary>
    public bool IsIndication { get; private init; }

    /// <summary>A readable Binding Revocation Acknowledgement.</summary>
    public bool IsRevocationAnswer { get; private init; }

    /// <summary>A revocation of no more than the IPv4 home address.</summary>
    public bool IsIpv4Only { get; private init; }

    /// <summary>A revocation of more than one node.</summary>
    public bool IsGlobal { get; private init; }

    public bool IsAcceptance => IsAcknowledgement && (byte)Status < (byte)BindingStatus.ReasonUnspecified;

    public bool IsRefusal => IsAcknowledgement && !IsAcceptance;

    public static MessageFacts Of(in SignallingPath path, ReadOnlySpan<byte> mobilityHeader)
    {
        if (MobilityHeader.TryRead(mobilityHeader, out MobilityHeader header) != WireStatus.Ok)
        {
            return new MessageFacts { IsMalformed = true };
        }

        if (header.Type == MobilityHeaderType.BindingUpdate && ProxyBindingUpdate.TryRead(header, out ProxyBindingUpdate update) == WireStatus.Ok)
        {
            const BindingUpdateFlags wanted = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;
            return new MessageFacts
            {
                Type = header.Type,
                IsUpdate = (update.Flags & wanted) == wanted,
                Sequence = update.Sequence,
                LifetimeUnits = update.LifetimeUnits,
                Identifier = Text(update.Identifier),
                HasTimestamp = update.HasTimestamp,
                Timestamp = update.Timestamp,
                CareOf = update.HasAlternateCareOfAddress ? update.AlternateCareOfAddress : path.Remote,
                Handoff = update.HandoffIndicator,
            };
        }

        if (header.Type == MobilityHeaderType.BindingAcknowledgement
            && ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement answer) == WireStatus.Ok)
        {
            return new MessageFacts
            {
                Type = header.Type,
                IsAcknowledgement = true,
                Status = answer.Status,
                Sequence = answer.Sequence,
                LifetimeUnits = answer.LifetimeUnits,
                Identifier = Text(answer.Identifier),
                HasTimestamp = answer.HasTimestamp,
                Timestamp = answer.Timestamp,
            };
        }

        return header.Type switch
        {
            MobilityHeaderType.Heartbeat when Heartbeat.TryRead(header, out Heartbeat heartbeat) == WireStatus.Ok => OfHeartbeat(heartbeat),
            MobilityHeaderType.BindingRevocation => OfRevocation(header),
            _ => new MessageFacts { Type = header.Type },
        };
    }

    private static MessageFacts OfHeartbeat(in Heartbeat heartbeat) => new()
    {
        Type = MobilityHeaderType.Heartbeat,
        IsHeartbeatResponse = (heartbeat.Flags & HeartbeatFlags.Response) != 0,
        IsHeartbeatRequest = (heartbeat.Flags & HeartbeatFlags.Response) == 0,
        IsUnsolicited = (heartbeat.Flags & HeartbeatFlags.Unsolicited) != 0,
        HeartbeatSequence = heartbeat.Sequence,
        HasRestartCounter = heartbeat.HasRestartCounter,
        RestartCounter = heartbeat.RestartCounter,
    };

    private static MessageFacts OfRevocation(in MobilityHeader header)
    {
        BindingRevocation.TryReadType(header, out BindingRevocationType type);
        if (type == BindingRevocationType.Indication
            && BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication) == WireStatus.Ok)
        {
            return new MessageFacts
            {
                Type = header.Type,
                IsIndication = true,
                IsGlobal = (indication.Flags & RevocationFlags.Global) != 0,
                IsIpv4Only = (indication.Flags & RevocationFlags.Ipv4HomeAddressOnly) != 0,
                Sequence = indication.Sequence,
                Identifier = Text(indication.Options.Identifier),
            };
        }

        if (type == BindingRevocationType.Acknowledgement
            && BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement answer) == WireStatus.Ok)
        {
            return new MessageFacts { Type = header.Type, IsRevocationAnswer = true, Sequence = answer.Sequence };
        }

        return new MessageFacts { Type = header.Type };
    }

    public override string ToString() => IsMalformed ? "malformed" : string.Create(
        CultureInfo.InvariantCulture,
        $"{Type}{(IsAcknowledgement ? $" status {(byte)Status}" : "")} seq {Sequence} lifetime {4 * LifetimeUnits} {Identifier}");

    private static string Text(ReadOnlySpan<byte> identifier) => System.Text.Encoding.Latin1.GetString(identifier);
}
