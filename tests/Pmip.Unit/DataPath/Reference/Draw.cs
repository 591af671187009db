namespace Pmip.Unit.DataPath.Reference;

/// <summary>Random numbers that follow from a seed on every machine (SplitMix64).</summary>
internal sealed class Draw(ulong seed)
{
    private ulong _state = seed;

    public ulong Bits()
    {
        unchecked
        {
            _state += 0x9E37_79B9_7F4A_7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>From 0 to <paramref name="count"/> less one.</summary>
    public int Below(int count) => (int)((Bits() >> 32) * (ulong)count >> 32);

    public uint Word() => (uint)(Bits() >> 32);

    public byte Octet() => (byte)(Bits() >> 56);

    /// <summary>True so many times of a hundred.</summary>
    public bool Percent(int times) => Below(100) < times;

    public T Of<T>(params T[] choices) => choices[Below(choices.Length)];
}
