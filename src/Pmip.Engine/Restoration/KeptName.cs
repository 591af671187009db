using System;
using Pmip.Foundation.Randomness;

namespace Pmip.Engine.Restoration;

/// <summary>
/// A name by a number of fixed size: access points and links are kept by what they are called, since their places in the configuration
/// may be others after a restart. Nobody but the operator gives these names, so the hash needs no secret.
/// </summary>
public static class KeptName
{
    /// <summary>The number of <paramref name="name"/>.</summary>
    public static ulong Of(ReadOnlySpan<byte> name) => new SipHash(0x6B65_7074, 0x6E61_6D65).Hash(name);
}
