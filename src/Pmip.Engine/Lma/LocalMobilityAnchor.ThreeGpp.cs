using System;
using Pmip.Engine.Configuration;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Lma;

/// <content>
/// What 3GPP adds to a registration (TS 29.275 12): narrowed types, deferred addresses, charging identifiers, DNS servers, the
/// back-off time of an access point.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    private const byte NetworkPreference = 18; // GTPv2 cause: the new PDN type is due to network preference
    private readonly byte[] _pcoAsked = new byte[MobilityHeader.LengthMax];
    private readonly byte[] _pcoAnswer = new byte[ProtocolConfigurationWriter.LengthMax];
    private readonly byte[] _additionalPcoAnswer = new byte[ProtocolConfigurationWriter.LengthMax];
    private uint _lastChargingId;

    // Takes off what the node does not get now: the family that its APN or its subscription lacks, and an IPv4 home address
    // that it is to fetch by DHCP (TS 23.402 4.7.1).
    private void Adjust(in ProxyBindingUpdate update, ref RegistrationRequest request, int slot)
    {
        if (!_isThreeGpp)
        {
            return;
        }

        PdnType type = _directory.TypeFor(request.AccessPoint, request.Subscriber);
        if (request.ListsIpv6 && request.ListsIpv4 && type is PdnType.Ipv4 or PdnType.Ipv6)
        {
            bool isIpv6 = type == PdnType.Ipv6;
            request.ListsIpv6 = isIpv6;
            request.NamesPrefix &= isIpv6;
            request.ListsIpv4 = !isIpv6;
            request.NamesIpv4 &= !isIpv6;
            request.NarrowedTo = type;
        }

        bool hasIpv6 = request.ListsIpv6 || (slot >= 0 && _cache[slot].HasIpv6 && _cache[slot].CareOfAddress == request.CareOfAddress);
        request.DefersIpv4 = request.ListsIpv4 && !request.NamesIpv4 && hasIpv6 && _directory.AccessPointAt(request.AccessPoint).DefersIpv4
            && (slot < 0 || !_cache[slot].HasIpv4) && !Fetches(update, request, slot);
        request.ListsIpv4 &= !request.DefersIpv4;
    }

    // The MAG asks for the address in a connection that goes on: the node has asked for it, or it is a family added to a session.
    private bool Fetches(in ProxyBindingUpdate update, in RegistrationRequest request, int slot) => slot >= 0
        && (update.HandoffIndicator == HandoffIndicator.ReRegistration
            || (update.HandoffIndicator == HandoffIndicator.Unknown && _cache[slot].IsIpv4Deferred
                && _cache[slot].CareOfAddress == request.CareOfAddress));

    private void AnswerThreeGpp(
        in ProxyBindingUpdate update, in RegistrationRequest request, in BindingCacheEntry entry, scoped ref ProxyBindingAcknowledgement answer)
    {
        ReadOnlySpan<byte> pco = default;
        ReadOnlySpan<byte> additionalPco = default;
        if (update.OptionSet.ThreeGpp.OptionCount > 0 && _directory.AccessPointAt(entry.AccessPoint).DnsServers.Length > 0)
        {
            pco = NameServers(update.Options, ThreeGppSubtype.ProtocolConfigurationOptions, entry.AccessPoint, _pcoAnswer);
            additionalPco = NameServers(
                update.Options, ThreeGppSubtype.AdditionalProtocolConfigurationOptions, entry.AccessPoint, _additionalPcoAnswer);
        }

        answer.OptionSet.ThreeGpp.ProtocolConfigurationOptions = pco;
        answer.OptionSet.ThreeGpp.AdditionalProtocolConfigurationOptions = additionalPco;
        answer.OptionSet.ThreeGpp.HasChargingId = true;
        answer.OptionSet.ThreeGpp.ChargingId = entry.ChargingId;
        if (request.NarrowedTo != 0)
        {
            Counters.Increment(LmaCounter.PdnTypeNarrowed);
            answer.OptionSet.ThreeGpp.HasPdnTypeIndication = true;
            answer.OptionSet.ThreeGpp.PdnType = request.NarrowedTo == PdnType.Ipv4 ? (byte)1 : (byte)2;
            answer.OptionSet.ThreeGpp.PdnTypeCause = NetworkPreference;
        }

        if (request.DefersIpv4)
        {
            Counters.Increment(LmaCounter.Ipv4Deferred);
            answer.OptionSet.ThreeGpp.HasDhcpv4AllocationIndication = true;
            answer.OptionSet.ThreeGpp.Dhcpv4AllocationIndication = 1;
            answer.HasDhcpSupportMode = true;
            answer.DhcpServerMode = _directory.AccessPointAt(entry.AccessPoint).MagServesDhcp;
        }
    }

    // What a node that asked in the PCO, or the additional ones, is told; a value of which a fragment is missing asks for nothing.
    private ReadOnlySpan<byte> NameServers(ReadOnlySpan<byte> options, ThreeGppSubtype subtype, int accessPoint, byte[] room)
    {
        if (ThreeGppFragments.TryGather(options, subtype, _pcoAsked, out int asked) != WireStatus.Ok)
        {
            return default;
        }

        int length = NameServerAnswer.Write(_pcoAsked.AsSpan(0, asked), _directory.AccessPointAt(accessPoint).DnsServers, room);
        Counters.Add(LmaCounter.NameServersTold, length > 0 ? 1 : 0);
        return new ReadOnlySpan<byte>(room, 0, length);
    }

    // With an empty pool the MAG is told when it may try again, if the APN says so (TS 23.402 5.13).
    private void AnswerCongestion(in RegistrationRequest request, in Refusal refusal, scoped ref ProxyBindingAcknowledgement answer)
    {
        if (_isThreeGpp && refusal.Counter == LmaCounter.PoolExhausted && !refusal.IsNone
            && _directory.AccessPointAt(request.AccessPoint).BackOffTime is BackOffTime backOff)
        {
            answer.PmipErrorCode = PmipErrorCode.ApnCongestion;
            answer.OptionSet.ThreeGpp.HasBackOffTime = true;
            answer.OptionSet.ThreeGpp.BackOffTime = backOff;
        }
    }

    private uint NextChargingId()
    {
        _lastChargingId = unchecked(_lastChargingId + 1);
        _lastChargingId = _lastChargingId == 0 ? 1 : _lastChargingId;
        return _lastChargingId;
    }
}
