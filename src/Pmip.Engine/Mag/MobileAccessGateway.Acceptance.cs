using System;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>What an accepting acknowledgement changes (RFC 5213 6.9.1.2), and the end of a connection that it is of no use to.</content>
public sealed partial class MobileAccessGateway
{
    private void RegistrationAccepted(int slot, in ProxyBindingAcknowledgement answer, Instant now, WallClock wall, Outbox outbox)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        Changes.Note(slot);
        IpPrefixList prefixes = PrefixesOf(entry, answer);
        IpAddress address4 = Address4Of(entry, answer);
        if (Uselessness(answer, prefixes.Count > 0 || !address4.IsUnspecified) is (MagCounter counter, BindingStatus status))
        {
            Counters.Increment(counter);
            Refuse(slot, status, outbox);
            Begin(slot, BindingUpdateState.Deregistering, now, wall, outbox);
            return;
        }

        if (IsMixedUp(slot, answer, now))
        {
            Counters.Increment(MagCounter.AnswersForTheOtherConnection);
            Refuse(slot, BindingStatus.ReasonUnspecified, outbox);
            Release(slot, now);
            return;
        }

        bool isNew = entry.State == BindingUpdateState.Registering;
        bool wasEarly = entry.IsEarly;
        TunnelEncapsulation encapsulation = GrantedEncapsulation(entry.Lma, answer);
        _paths.Endpoints(entry.Lma, out IpAddress local, out IpAddress remote);
        bool isChanged = entry.IsHeld || entry.LocalEndpoint != local || entry.RemoteEndpoint != remote
            || entry.UplinkKey != answer.GreKey || entry.Encapsulation != encapsulation
            || entry.HomeAddress4 != address4 || !IsSame(entry.HomeNetworkPrefixes, prefixes);
        bool wasDeferred = entry.IsIpv4Deferred;
        IpAddressList nameServers = entry.NameServers;
        entry.IsIpv4Deferred = address4.IsUnspecified
            && (isNew || entry.AsksForAny ? IsDeferred(entry, answer) : wasDeferred && entry.Asked != PdnType.Ipv4);
        NoteParameters(ref entry, answer);
        bool isTold = entry.IsIpv4Deferred == wasDeferred && IsSame(entry.NameServers, nameServers);
        entry.UplinkKey = answer.GreKey;
        entry.Encapsulation = encapsulation;
        entry.HomeNetworkPrefixes = prefixes;
        entry.HomeAddress4 = address4;
        entry.HomeAddress4PrefixLength = address4.IsUnspecified ? (byte)0 : answer.Ipv4HomeAddressReply.PrefixLength;
        entry.DefaultRouter4 = !address4.IsUnspecified && answer.HasIpv4DefaultRouter ? answer.Ipv4DefaultRouter : default;
        entry.IsDhcpServer = answer.HasDhcpSupportMode && answer.DhcpServerMode;
        if (_configuration.FixedLinkLocalAddress.IsUnspecified && answer.HasLinkLocalAddress)
        {
            entry.LinkLocalAddress = answer.LinkLocalAddress;
        }

        if (entry.Question == PresenceQuestion.Reassertion)
        {
            ForgetQuestion(slot);
        }

        entry.State = BindingUpdateState.Registered;
        _sweep.NoteRegistered(slot);
        _partialFailure.Note(slot, entry.Lma, answer.OptionSet.ThreeGpp);
        entry.MayHaveMoved = false;
        entry.IsEarly = false;
        entry.IsHeld = false;
        ArmLifetime(slot, answer);
        Counters.Increment(isNew ? MagCounter.ConnectionsUp : MagCounter.RefreshesAccepted);
        if (isNew)
        {
            outbox.AddNotice(EngineNotice.BindingCreated, slot, _list.IdentifierOf(slot));
        }
        else if (isChanged)
        {
            Counters.Increment(MagCounter.ConnectionsChanged);
        }

        if (wasEarly)
        {
            Counters.Increment(isChanged ? MagCounter.EarlyUplinksChanged : MagCounter.EarlyUplinksConfirmed);
        }

        if (isChanged || (isNew && !wasEarly))
        {
            Describe(slot, isForwarding: true, out outbox.AddSession(EffectKind.InstallSession, slot));
        }

        if (isNew || isChanged || !isTold)
        {
            outbox.AddConnection(EffectKind.ConnectionUp, slot, 0, entry.AccessNode);
        }
    }

    // An acceptance that the data path or the node cannot live on: the status is what the host is told.
    private static (MagCounter Counter, BindingStatus Status)? Uselessness(in ProxyBindingAcknowledgement answer, bool hasAddress)
    {
        if (answer.Status == BindingStatus.GreKeyOptionNotRequired)
        {
            return (MagCounter.AnswersWithoutGre, BindingStatus.GreKeyOptionNotRequired);
        }

        if (!answer.HasGreKey || answer.GreKey.IsNone)
        {
            return (MagCounter.AnswersWithoutKey, BindingStatus.GreKeyOptionRequired);
        }

        if (answer.LifetimeUnits == 0)
        {
            return (MagCounter.AnswersWithoutLifetime, BindingStatus.ReasonUnspecified);
        }

        return hasAddress ? null : (MagCounter.AnswersWithoutAddress, BindingStatus.ReasonUnspecified);
    }

    // Tells the host that the connection was refused or, when it was up, that it is gone. The entry is the caller's to end.
    private void Refuse(int slot, BindingStatus status, Outbox outbox)
    {
        if (_list[slot].HasSession)
        {
            Counters.Increment(_list[slot].IsUp ? MagCounter.RefreshesRefused : MagCounter.RegistrationsRefused);
            TakeDown(slot, outbox);
            outbox.AddConnection(EffectKind.ConnectionDown, slot, (byte)ConnectionEnd.Refused, _list[slot].AccessNode);
        }
        else
        {
            Counters.Increment(MagCounter.RegistrationsRefused);
            outbox.AddConnection(EffectKind.ConnectionRefused, slot, (byte)status, _list[slot].AccessNode);
        }
    }

    // Counted from the sending of the request, so that our end is never later than the LMA's (RFC 6275 11.7.3). The refresh
    // comes after five to six eighths, drawn evenly, lest all connections of a busy minute come back in one second.
    private void ArmLifetime(int slot, scoped in ProxyBindingAcknowledgement answer)
    {
        ref BindingUpdateListEntry entry = ref _list[slot];
        Duration lifetime = Duration.FromSeconds(4L * Math.Min(answer.LifetimeUnits, _composer.LifetimeUnits));
        entry.LifetimeGranted = lifetime;
        entry.RefreshBeforeEnd = RefreshBeforeEnd(entry.Lma, answer, lifetime);
        _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Update), entry.SentAt.Plus(RefreshAfter(entry, lifetime)));
        _list.Timers.Arm(BindingUpdateList.TimerOf(slot, BindingUpdateTimer.Expiry), entry.SentAt.Plus(lifetime));
    }

    private Duration RefreshAfter(in BindingUpdateListEntry entry, Duration lifetime)
    {
        if (entry.RefreshBeforeEnd > Duration.Zero && entry.RefreshBeforeEnd < lifetime)
        {
            return new Duration(lifetime.Microseconds - entry.RefreshBeforeEnd.Microseconds);
        }

        long milliseconds = lifetime.Milliseconds;
        return Duration.FromMilliseconds((milliseconds / 4 * 3) - (milliseconds < 8 ? 0 : _jitter.Below((int)(milliseconds / 8))));
    }

    private static IpPrefixList PrefixesOf(in BindingUpdateListEntry entry, in ProxyBindingAcknowledgement answer)
    {
        IpPrefixList prefixes = default;
        for (int i = 0; i < answer.HomeNetworkPrefixes.Count && (entry.Type & PdnType.Ipv6) != 0; i++)
        {
            if (!answer.HomeNetworkPrefixes[i].Masked.Address.IsUnspecified)
            {
                prefixes.TryAdd(answer.HomeNetworkPrefixes[i]);
            }
        }

        return prefixes;
    }

    private static IpAddress Address4Of(in BindingUpdateListEntry entry, in ProxyBindingAcknowledgement answer) =>
        (entry.Type & PdnType.Ipv4) != 0 && answer.HasIpv4HomeAddressReply
        && answer.Ipv4HomeAddressReply is { Status: Ipv4HomeAddressStatus.Success, Address.IsUnspecified: false }
            ? answer.Ipv4HomeAddressReply.Address
            : default;

    private static bool IsSame(in IpPrefixList a, in IpPrefixList b)
    {
        bool isSame = a.Count == b.Count;
        for (int i = 0; isSame && i < a.Count; i++)
        {
            isSame = a[i] == b[i];
        }

        return isSame;
    }
}
