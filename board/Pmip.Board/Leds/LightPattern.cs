namespace Pmip.Board.Leds;

/// <summary>
/// How a light shines. Rates, not counts: nobody counts flashes right. What the kernel blinks goes on when the process has died,
/// so that the pattern of a healthy appliance is the one that only a living process makes.
/// </summary>
public enum LightPattern : byte
{
    /// <summary>Dark.</summary>
    Off,

    /// <summary>Steady.</summary>
    On,

    /// <summary>On, with a short wink every two seconds, made by the process: what serves.</summary>
    Wink,

    /// <summary>One second on, one second off.</summary>
    Slow,

    /// <summary>A short flash each second.</summary>
    Flash,

    /// <summary>Half a second on, half a second off.</summary>
    Even,

    /// <summary>Five flashes in two seconds.</summary>
    Quick,

    /// <summary>Five flashes in a second.</summary>
    Fast,

    /// <summary>Ten flashes in a second.</summary>
    Flicker,
}

/// <summary>The times of the patterns.</summary>
public static class LightPatterns
{
    /// <summary>Milliseconds of light and of dark that the kernel's timer blinks with; false for a pattern that it does not blink.</summary>
    public static bool TryGetBlink(LightPattern pattern, out int onMilliseconds, out int offMilliseconds)
    {
        (onMilliseconds, offMilliseconds) = pattern switch
        {
            LightPattern.Slow => (1000, 1000),
            LightPattern.Flash => (100, 900),
            LightPattern.Even => (500, 500),
            LightPattern.Quick => (200, 200),
            LightPattern.Fast => (100, 100),
            LightPattern.Flicker => (50, 50),
            _ => (0, 0),
        };
        return onMilliseconds > 0;
    }
}
