using System;

namespace Pmip.Board.Leds;

/// <summary>A light of the board. One thread drives it.</summary>
public interface ILight : IDisposable
{
    /// <summary>Its name, for the operator.</summary>
    string Name { get; }

    /// <summary>True when it blinks the patterns of <see cref="LightPatterns.TryGetBlink"/> by itself; else it is only switched.</summary>
    bool BlinksByItself { get; }

    /// <summary>Shows a pattern that it can, or says why not. A light that does not blink by itself is asked for on and off only.</summary>
    bool TryShow(LightPattern pattern, out string problem);
}
