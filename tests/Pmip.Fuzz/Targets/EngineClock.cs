using Pmip.Foundation.Time;

namespace Pmip.Fuzz.Targets;

/// <summary>Virtual time of a stateful target, and steps of it that an octet chooses: from a millisecond to some hours.</summary>
internal struct EngineClock()
{
    private const long Epoch = 1_700_000_000_000_000;

    public Instant Now { get; private set; } = new(1_000_000);

    /// <summary>What the wall clock is wrong by.</summary>
    public long ErrorMicroseconds { get; set; }

    public readonly WallClock Wall => WallClock.FromUnixMicroseconds(Epoch + Now.Microseconds + ErrorMicroseconds, true);

    public static Duration StepOf(byte choice) => Duration.FromMilliseconds((1L << (choice & 15)) * (1 + (choice >> 4)));

    public void MoveTo(Instant instant) => Now = instant > Now ? instant : Now;
}
