using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Unit.Wire;

/// <summary>Fills the typed options of a message at random, within what their formats can say.</summary>
internal sealed class RandomMessage
{
    private readonly Random _random;
    private readonly byte[] _octets = new byte[4096];
    private int _used;

    public RandomMessage(int seed) => _random = new Random(seed);

    public void Fill(ref IpPrefixList prefixes, ref MobilityOptionSet set)
    {
        _used = 0;
        for (int i = _random.Next(IpPrefixList.Capacity + 1); i > 0; i--)
        {
            prefixes.TryAdd(new IpPrefix(Ipv6(), (byte)_random.Next(129)));
        }

        if (set.HasIdentifier = Coin())
        {
            set.IdentifierSubtype = (MobileNodeIdentifierSubtype)Octet();
            set.Identifier = Octets(0, 254);
        }

        if (set.HasServiceSelection = Coin())
        {
            set.ServiceSelection = Octets(1, 255);
        }

        if (Coin())
        {
            set.Ipv4HomeAddressRequestCount = 1;
            set.Ipv4HomeAddressRequest = new Ipv4HomeAddress(Ipv4(), (byte)_random.Next(33));
        }

        if (set.HasIpv4HomeAddressReply = Coin())
        {
            set.Ipv4HomeAddressReply = new Ipv4HomeAddressReply((Ipv4HomeAddressStatus)Octet(), (byte)_random.Next(33), Ipv4());
        }

        if (set.HasIpv4DefaultRouter = Coin())
        {
            set.Ipv4DefaultRouter = Ipv4();
        }

        set.HasDhcpSupportMode = Coin();
        set.DhcpServerMode = set.HasDhcpSupportMode && Coin();
        if (set.HasHandoffIndicator = Coin())
        {
            set.HandoffIndicator = (HandoffIndicator)Octet();
        }

        if (set.HasAccessTechnologyType = Coin())
        {
            set.AccessTechnologyType = (AccessTechnologyType)Octet();
        }

        if (set.HasLinkLayerIdentifier = Coin())
        {
            set.LinkLayerIdentifier = Octets(0, 20);
        }

        if (set.HasTimestamp = Coin())
        {
            set.Timestamp = (ulong)_random.NextInt64();
        }

        if (set.HasLinkLocalAddress = Coin())
        {
            set.LinkLocalAddress = Ipv6();
        }

        set.HasGreKeyOption = Coin();
        set.HasGreKey = set.HasGreKeyOption && Coin();
        set.GreKey = set.HasGreKey ? new GreKey(Word()) : GreKey.None;
        FillRest(ref set);
        FillLegacy(ref set.Legacy);
        FillThreeGpp(ref set.ThreeGpp);
    }

    private void FillRest(ref MobilityOptionSet set)
    {
        if (set.HasAlternateCareOfAddress = Coin())
        {
            set.AlternateCareOfAddress = Ipv6();
        }

        if (set.HasRefreshAdvice = Coin())
        {
            set.RefreshIntervalUnits = (ushort)_random.Next(65536);
        }

        if (set.HasNatDetection = Coin())
        {
            set.NatForceUdp = Coin();
            set.NatRefreshSeconds = Word();
        }

        if (set.HasRestartCounter = Coin())
        {
            set.RestartCounter = Word();
        }

        if (set.HasLmaControlledParameters = Coin())
        {
            set.LmaControlledParameters = Parameters();
        }
    }

    private LmaControlledMagParameters Parameters()
    {
        LmaControlledMagParameters parameters = default;
        if (parameters.HasReregistrationControl = Coin())
        {
            parameters.ReregistrationStartUnits = (ushort)_random.Next(65536);
            parameters.InitialRetransmissionSeconds = (ushort)_random.Next(65536);
            parameters.MaximumRetransmissionSeconds = (ushort)_random.Next(65536);
        }

        if (parameters.HasHeartbeatControl = Coin())
        {
            parameters.HeartbeatIntervalSeconds = (ushort)_random.Next(65536);
            parameters.HeartbeatRetransmissionDelaySeconds = (ushort)_random.Next(65536);
            parameters.HeartbeatRetransmissionsMax = (ushort)_random.Next(65536);
        }

        return parameters;
    }

    private void FillLegacy(ref LegacyOptionSet set)
    {
        if (set.HasMobileNetworkPrefix = Coin())
        {
            set.MobileNetworkPrefix = new IpPrefix(Ipv6(), (byte)_random.Next(129));
        }

        if (set.HasIpv4HomeAddress = Coin())
        {
            set.Ipv4HomeAddress = Ipv4();
            set.Ipv4HomeAddressPrefixLength = (byte)_random.Next(33);
            set.Ipv4HomeAddressPrefixRequested = Coin();
        }

        if (set.HasIpv4AddressAcknowledgement = Coin())
        {
            set.Ipv4AddressAcknowledgementStatus = Octet();
            set.Ipv4AddressAcknowledgementAddress = Ipv4();
            set.Ipv4AddressAcknowledgementPrefixLength = (byte)_random.Next(33);
        }

        if (set.HasIpv4CareOfAddress = Coin())
        {
            set.Ipv4CareOfAddress = Ipv4();
        }

        if (set.HasAlternateIpv4CareOfAddress = Coin())
        {
            set.AlternateIpv4CareOfAddress = Ipv4();
        }

        if (set.HasBindingIdentifier = Coin())
        {
            set.BindingIdentifier = (ushort)_random.Next(65536);
            set.BindingIdentifierStatus = Octet();
            set.BindingIdentifierFlags = Octet();
            set.HasBindingIdentifierCareOfAddress = Coin();
            set.BindingIdentifierCareOfAddress = !set.HasBindingIdentifierCareOfAddress ? default : Coin() ? Ipv4() : Ipv6();
        }
    }

    private void FillThreeGpp(ref ThreeGppOptionSet set)
    {
        set.ProtocolConfigurationOptions = Coin() ? Octets(1, 249) : default;
        set.AdditionalProtocolConfigurationOptions = Coin() ? Octets(1, 30) : default;
        set.FirstFqCsid = Coin() ? Octets(1, 20) : default;
        set.SecondFqCsid = set.FirstFqCsid.IsEmpty ? default : Octets(1, 20);
        set.IWlanAccessPointName = Coin() ? Octets(1, 20) : default;
        set.MobileEquipmentIdentity = Coin() ? Octets(1, 8) : default;
        set.Msisdn = Coin() ? Octets(1, 8) : default;
        set.UnauthenticatedImsi = Coin() ? Octets(1, 8) : default;
        set.HasPdnGatewayAddress = Coin();
        set.PdnGatewayAddress = !set.HasPdnGatewayAddress ? default : Coin() ? Ipv4() : Ipv6();
        set.HasPdnTypeIndication = Coin();
        set.PdnType = set.HasPdnTypeIndication ? Octet() : (byte)0;
        set.PdnTypeCause = set.HasPdnTypeIndication ? Octet() : (byte)0;
        set.HasChargingId = Coin();
        set.ChargingId = set.HasChargingId ? Word() : 0;
        set.HasChargingCharacteristics = Coin();
        set.ChargingCharacteristics = set.HasChargingCharacteristics ? (ushort)_random.Next(65536) : (ushort)0;
        set.HasServingNetwork = Coin();
        set.ServingNetwork = set.HasServingNetwork ? new PublicLandMobileNetwork((uint)_random.Next(1 << 24)) : default;
        set.HasBackOffTime = Coin();
        set.BackOffTime = set.HasBackOffTime ? new BackOffTime(Octet()) : default;
        set.HasPmipErrorCode = Coin();
        set.PmipErrorCode = set.HasPmipErrorCode ? (PmipErrorCode)Octet() : default;
        set.HasUeTimeZone = Coin();
        set.UeTimeZone = set.HasUeTimeZone ? Octet() : (byte)0;
        set.UeDaylightSaving = set.HasUeTimeZone ? Octet() : (byte)0;
        set.HasAniTimestamp = Coin();
        set.AniTimestamp = set.HasAniTimestamp ? Word() : 0;
        set.HasOriginationTimeStamp = Coin();
        set.OriginationTimeStamp = set.HasOriginationTimeStamp ? (ulong)_random.NextInt64() : 0;
        set.HasMaximumWaitTime = Coin();
        set.MaximumWaitTime = set.HasMaximumWaitTime ? (ushort)_random.Next(65536) : (ushort)0;
        Fill(ref set.HasStaticAddressAllocation, ref set.StaticAddressAllocation);
        Fill(ref set.HasDhcpv4AllocationIndication, ref set.Dhcpv4AllocationIndication);
        Fill(ref set.HasSelectionMode, ref set.SelectionMode);
        Fill(ref set.HasApnRestriction, ref set.ApnRestriction);
        Fill(ref set.HasMaximumApnRestriction, ref set.MaximumApnRestriction);
        Fill(ref set.HasPdnConnectionId, ref set.PdnConnectionId);
        Fill(ref set.HasSignallingPriority, ref set.SignallingPriority);
    }

    private void Fill(ref bool isPresent, ref byte value)
    {
        isPresent = Coin();
        value = isPresent ? Octet() : (byte)0;
    }

    private bool Coin() => _random.Next(2) == 0;

    private byte Octet() => (byte)_random.Next(256);

    private uint Word() => (uint)_random.NextInt64(1L << 32);

    private IpAddress Ipv4() => IpAddress.FromIPv4(Word());

    private IpAddress Ipv6() => Coin() ? IpAddress.Unspecified : new IpAddress((ulong)_random.NextInt64() | 1UL << 61, (ulong)_random.NextInt64());

    private ReadOnlySpan<byte> Octets(int min, int max)
    {
        int length = _random.Next(min, max + 1);
        Span<byte> octets = _octets.AsSpan(_used, length);
        _random.NextBytes(octets);
        _used += length;
        return octets;
    }
}
