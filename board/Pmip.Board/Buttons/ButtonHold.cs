using Pmip.Foundation.Time;

namespace Pmip.Board.Buttons;

/// <summary>
/// A press of the button, from its beginning to its end: the longer it lasts the more letting go does, and the status light shows
/// it before. A button that is down when the process starts, stuck or held since before, does nothing until it was let go once.
/// </summary>
public sealed class ButtonHold
{
    /// <summary>From when on a press is meant.</summary>
    public static readonly Duration ForRestart = Duration.FromSeconds(1);

    /// <summary>From when on letting go leads to safe mode.</summary>
    public static readonly Duration ForSafeMode = Duration.FromSeconds(5);

    /// <summary>From when on letting go resets to the factory's configuration.</summary>
    public static readonly Duration ForFactoryReset = Duration.FromSeconds(10);

    /// <summary>From when on letting go does nothing.</summary>
    public static readonly Duration GivenUpAfter = Duration.FromSeconds(20);

    private Instant _downSince = Instant.Never;

    /// <summary>The button went down.</summary>
    public void Press(Instant now)
    {
        if (_downSince == Instant.Never)
        {
            _downSince = now;
        }
    }

    /// <summary>The button was let go; gives what is to be done.</summary>
    public ButtonStage Release(Instant now)
    {
        ButtonStage stage = StageAt(now);
        _downSince = Instant.Never;
        return stage == ButtonStage.GivenUp ? ButtonStage.None : stage;
    }

    /// <summary>What letting go would do.</summary>
    public ButtonStage StageAt(Instant now)
    {
        if (_downSince == Instant.Never)
        {
            return ButtonStage.None;
        }

        Duration held = now.Since(_downSince);
        return held >= GivenUpAfter ? ButtonStage.GivenUp
            : held >= ForFactoryReset ? ButtonStage.FactoryReset
            : held >= ForSafeMode ? ButtonStage.SafeMode
            : held >= ForRestart ? ButtonStage.Restart
            : ButtonStage.None;
    }

    /// <summary>When the stage changes next if the button stays down; never when it is up.</summary>
    public Instant NextChange(Instant now) => _downSince == Instant.Never ? Instant.Never : StageAt(now) switch
    {
        ButtonStage.None => _downSince.Plus(ForRestart),
        ButtonStage.Restart => _downSince.Plus(ForSafeMode),
        ButtonStage.SafeMode => _downSince.Plus(ForFactoryReset),
        ButtonStage.FactoryReset => _downSince.Plus(GivenUpAfter),
        _ => Instant.Never,
    };
}
