using System;
using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Mag;

/// <content>
/// What 3GPP adds to the acknowledgement (TS 29.282, TS 29.275 12): name servers, charging identifier, error code, the back-off
/// time of an access point, the IPv4 address that comes later, and whether the LMA tells connections to one access point apart.
/// </content>
public sealed partial class MobileAccessGateway
{
    private Instant[] _backOffUntil; // by LMA and access point
    private readonly ConnectionIdSupport[] _connectionIds;

    // What an LMA has shown of the PDN connection ID (TS 29.275 5.1.1): it answers with it, or it does not know it.
    private enum ConnectionIdSupport : byte
    {
        Unproven,
        Known,
        Unknown,
    }

    /// <summary>Until when no connection to the access point may be asked of the LMA (TS 23.402 5.13).</summary>
    public Instant BackOffUntil(int lma, int accessPoint) => BackOffOf(_lmaSlots[lma], _accessPoints.Numbers[accessPoint]);

    /// <summary>
    /// The node asks for the IPv4 address that the LMA put off until then (TS 23.402 4.7.1); false when there is no such
    /// connection.
    /// </summary>
    public bool RequestIpv4(int slot, Instant now, WallClock wall, Outbox outbox)
    {
        Invariant.Require(outbox.Count == 0);
        if (!_list.IsTaken(slot) || !_list[slot].IsUp || !_list[slot].IsIpv4Deferred)
        {
            return false;
        }

        if ((_list[slot].Asked & PdnType.Ipv4) == 0 || _list[slot].State != BindingUpdateState.Refreshing)
        {
            Counters.Increment(MagCounter.DeferredAddressesAsked);
            Enter(slot, BindingUpdateState.Refreshing);
            _list[slot].Asked = PdnType.Ipv4;
            Send(slot, now, wall, outbox);
        }

        return true;
    }

    private Instant BackOffOf(int lma, int accessPoint) => _backOffUntil[(lma * _accessPoints.Names.Length) + accessPoint];

    private void NoteBackOff(in BindingUpdateListEntry entry, scoped in ProxyBindingAcknowledgement answer, Instant now)
    {
        if (!answer.OptionSet.ThreeGpp.HasBackOffTime)
        {
            return;
        }

        Counters.Increment(MagCounter.BackOffsBegun);
        bool ends = answer.OptionSet.ThreeGpp.BackOffTime.TryGetSeconds(out uint seconds);
        _backOffUntil[(entry.Lma * _accessPoints.Names.Length) + entry.AccessPoint] = ends ? now.Plus(Duration.FromSeconds(seconds)) : Instant.Never;
    }

    private static void NoteParameters(ref BindingUpdateListEntry entry, scoped in ProxyBindingAcknowledgement answer)
    {
        ref readonly ThreeGppOptionSet options = ref answer.OptionSet.ThreeGpp;
        entry.ChargingId = options.HasChargingId ? options.ChargingId : entry.ChargingId;
        entry.HasChargingId |= options.HasChargingId;
        entry.PmipErrorCode = options.HasPmipErrorCode ? options.PmipErrorCode : default;
        if (!options.ProtocolConfigurationOptions.IsEmpty || !options.AdditionalProtocolConfigurationOptions.IsEmpty)
        {
            entry.NameServers = ProtocolConfiguration.NameServersOf(options);
        }
    }

    // The address comes when the node asks for it by DHCP: wanted, not given, and said to be so.
    private static bool IsDeferred(in BindingUpdateListEntry entry, scoped in ProxyBindingAcknowledgement answer) =>
        (entry.Type & PdnType.Ipv4) != 0
        && answer.OptionSet.ThreeGpp is { HasDhcpv4AllocationIndication: true, Dhcpv4AllocationIndication: 1 };

    private static bool IsSame(in IpAddressList a, in IpAddressList b) => System.MemoryExtensions.SequenceEqual(a.AsSpan(), b.AsSpan());

    // A second connection of a node to one access point needs an LMA that tells the two apart: another takes its update for one
    // of the first, which then loses its key. As long as nothing is known of the LMA its first answer shows it, and mends it.
    private AttachStatus JudgeSecondConnection(in AttachRequest request)
    {
        ulong hash = _list.HashOf(request.Identifier);
        int slot = _list.FirstOf(request.Identifier, hash, out int probe);
        for (; slot >= 0; slot = _list.NextOf(request.Identifier, hash, ref probe))
        {
            ref readonly BindingUpdateListEntry other = ref _list[slot];
            if (other.AccessPoint != request.AccessPoint
                || other.Lma != request.Lma
                || other.PdnConnectionId == request.PdnConnectionId
                || other.State == BindingUpdateState.Deregistering)
            {
                continue;
            }

            if (_connectionIds[request.Lma] == ConnectionIdSupport.Unknown)
            {
                Counters.Increment(MagCounter.AttachesSecondConnection);
                return AttachStatus.SecondConnectionRefused;
            }
        }

        return AttachStatus.Pending;
    }

    // True when the LMA has mixed the connection up with another: ours is given up without a word, the other registered anew.
    private bool IsMixedUp(int slot, scoped in ProxyBindingAcknowledgement answer, Instant now)
    {
        ref readonly BindingUpdateListEntry entry = ref _list[slot];
        if (entry.PdnConnectionId == 0)
        {
            return false;
        }

        _connectionIds[entry.Lma] = answer.HasPdnConnectionId ? ConnectionIdSupport.Known : ConnectionIdSupport.Unknown;
        return !answer.HasPdnConnectionId && entry.State == BindingUpdateState.Registering && RestoreFirst(slot, now);
    }

    private bool RestoreFirst(int slot, Instant now)
    {
        ReadOnlySpan<byte> identifier = _list.IdentifierOf(slot);
        ulong hash = _list.HashOf(identifier);
        for (int other = _list.FirstOf(identifier, hash, out int probe); other >= 0; other = _list.NextOf(identifier, hash, ref probe))
        {
            if (other != slot && _list[other].IsUp && _list[other].AccessPoint == _list[slot].AccessPoint && _list[other].Lma == _list[slot].Lma)
            {
                RegisterAgain(other, now);
                return true;
            }
        }

        return false;
    }

    // The LMA has lost what it knew of the connection: registered again with the addresses that it has, and with the indicator 4,
    // since neither is it a handover nor is the LMA's state unchanged (RFC 5213 6.9.1.1).
    private void RegisterAgain(int slot, Instant at)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        Invariant.Require(entry.IsUp);
        Changes.Note(slot);
        FinishDrop(ref entry);
        if (entry.Question == PresenceQuestion.Reassertion)
        {
            ForgetQuestion(slot);
        }

        entry.MayHaveMoved = true;
        entry.IsSilenced = false;
        entry.State = entry.State == BindingUpdateState.Refreshing && entry.Asked == 0 ? BindingUpdateState.Registered : entry.State;
        _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Update), at);
    }
}
