using System.Collections.Generic;
using Pmip.Board.Buttons;
using Pmip.Board.Health;
using Pmip.Board.Profiles;
using Pmip.Foundation.Time;

namespace Pmip.Board.Leds;

/// <summary>
/// Brings the state of the appliance onto its lights. A light is written only when something changes; what its driver does not
/// blink is blinked here.
/// </summary>
public sealed class StatusLights
{
    private static readonly Duration WinkLight = Duration.FromMilliseconds(1900);
    private static readonly Duration WinkDark = Duration.FromMilliseconds(100);

    private readonly List<Lit> _lights = [];

    /// <summary>The lights, with what each shows and what is wrong with it, empty for nothing.</summary>
    public IEnumerable<(LightFunction Function, string Name, LightPattern Pattern, string Problem)> Shown
    {
        get
        {
            foreach (Lit lit in _lights)
            {
                yield return (lit.Function, lit.Light.Name, lit.Pattern, lit.Problem);
            }
        }
    }

    /// <summary>Adds a light.</summary>
    public void Add(LightFunction function, ILight light) => _lights.Add(new Lit(function, light));

    /// <summary>Shows a state; gives when the next turn is due at the latest.</summary>
    public Instant Turn(Instant now, ApplianceHealth health, ButtonStage stage)
    {
        Instant next = Instant.Never;
        foreach (Lit lit in _lights)
        {
            next = Instant.Earliest(next, lit.Turn(now, LightCode.Of(lit.Function, health, stage)));
        }

        return next;
    }

    /// <summary>Puts all lights out.</summary>
    public void PutOut()
    {
        foreach (Lit lit in _lights)
        {
            lit.Light.Dispose();
        }
    }

    private sealed class Lit(LightFunction function, ILight light)
    {
        private bool _isShown;
        private bool _isLit;
        private Instant _next = Instant.Never;

        public LightFunction Function { get; } = function;

        public ILight Light { get; } = light;

        public LightPattern Pattern { get; private set; }

        public string Problem { get; private set; } = "";

        public Instant Turn(Instant now, LightPattern pattern)
        {
            if (!_isShown || pattern != Pattern)
            {
                Pattern = pattern;
                _isShown = true;
                Begin(now);
            }
            else if (now >= _next)
            {
                Switch(now);
            }

            return _next;
        }

        private void Begin(Instant now)
        {
            _isLit = false;
            _next = Instant.Never;
            if (TryGetTimes(out _, out _))
            {
                Switch(now);
            }
            else
            {
                Show(Pattern);
            }
        }

        private void Switch(Instant now)
        {
            _isLit = !_isLit;
            Show(_isLit ? LightPattern.On : LightPattern.Off);
            _ = TryGetTimes(out Duration light, out Duration dark);
            _next = now.Plus(_isLit ? light : dark);
        }

        // True for what has to be switched from here.
        private bool TryGetTimes(out Duration light, out Duration dark)
        {
            (light, dark) = (WinkLight, WinkDark);
            if (Pattern == LightPattern.Wink)
            {
                return true;
            }

            if (Light.BlinksByItself || !LightPatterns.TryGetBlink(Pattern, out int on, out int off))
            {
                return false;
            }

            (light, dark) = (Duration.FromMilliseconds(on), Duration.FromMilliseconds(off));
            return true;
        }

        private void Show(LightPattern pattern)
        {
            Light.TryShow(pattern, out string problem);
            Problem = problem;
        }
    }
}
