using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Restoration;

/// <summary>What a binding had that has ended: nobody else gets it before it has rested (R17).</summary>
public struct KeptRest
{
    /// <summary>Place of its session.</summary>
    public int SessionIndex;

    /// <summary>The key that was its place's.</summary>
    public GreKey Key;

    /// <summary>Its prefixes.</summary>
    public IpPrefixList HomeNetworkPrefixes;

    /// <summary>Its IPv4 home address, or unspecified.</summary>
    public IpAddress HomeAddress4;

    /// <summary>Until when all of it rests.</summary>
    public Instant Until;
}
