namespace Pmip.Foundation.Randomness;

/// <summary>SplitMix64: small, fast, the same on every machine. For jitter and simulation, never for secrets.</summary>
public sealed class Prng(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound)
    {
        Invariant.Require(bound > 0);
        return (int)(Next() % (ulong)bound);
    }
}
