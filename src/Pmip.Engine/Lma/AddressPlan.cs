using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Lma;

/// <summary>What a registration does to the addresses of one family.</summary>
internal enum AddressAction : byte
{
    /// <summary>Nothing: they stay as they are, or there are none.</summary>
    Keep,

    /// <summary>Take the ones in the plan.</summary>
    TakeNamed,

    /// <summary>Take one from the pool.</summary>
    TakeAny,

    /// <summary>Give them back.</summary>
    Release,
}

/// <summary>The addresses that an accepted registration will take or give back; made before anything changes.</summary>
internal struct AddressPlan
{
    public AddressAction Ipv6;
    public AddressAction Ipv4;
    public IpPrefixList Prefixes;
    public IpAddress HomeAddress4;

    public readonly bool ChangesAddresses => Ipv6 != AddressAction.Keep || Ipv4 != AddressAction.Keep;
}
