using Pmip.Foundation.Addressing;

namespace Pmip.DataPath;

/// <summary>Addresses that the LMA gives out: their sessions are found by the place in the pool, without a search.</summary>
/// <param name="Range">The pool: IPv4 addresses, or /64 prefixes out of an IPv6 prefix.</param>
/// <param name="Count">How many addresses from the first on have an entry; the rest is searched for.</param>
public readonly record struct PoolRange(IpPrefix Range, int Count)
{
    /// <summary>Addresses, or /64 prefixes, that the range has; at most what <see cref="int"/> holds.</summary>
    public static int SizeOf(IpPrefix range)
    {
        int bits = (range.Address.IsIPv4 ? 32 : 64) - range.Length;
        return bits > 30 ? int.MaxValue : bits < 0 ? 0 : 1 << bits;
    }
}
