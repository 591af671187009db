using Pmip.Board.Buttons;
using Pmip.Board.Health;
using Pmip.Board.Profiles;

namespace Pmip.Board.Leds;

/// <summary>What each light shows when: the one table that people learn by heart.</summary>
public static class LightCode
{
    /// <summary>The pattern of a light. While the button is held the status light shows what letting go would do.</summary>
    public static LightPattern Of(LightFunction function, ApplianceHealth health, ButtonStage stage) => function switch
    {
        LightFunction.Status when stage != ButtonStage.None => OfStage(stage),
        LightFunction.Status => OfStatus(health),
        LightFunction.Alarm => OfAlarm(health),
        LightFunction.Update when health == ApplianceHealth.Updating => LightPattern.Even,
        _ => LightPattern.Off,
    };

    private static LightPattern OfStatus(ApplianceHealth health) => health switch
    {
        ApplianceHealth.Starting => LightPattern.Quick,
        ApplianceHealth.NoPeer => LightPattern.Slow,
        ApplianceHealth.Serving => LightPattern.Wink,
        ApplianceHealth.Degraded => LightPattern.Flash,
        ApplianceHealth.Fault => LightPattern.Fast,
        ApplianceHealth.Updating => LightPattern.Even,
        ApplianceHealth.SafeMode => LightPattern.Flicker,
        _ => LightPattern.Off,
    };

    private static LightPattern OfAlarm(ApplianceHealth health) => health switch
    {
        ApplianceHealth.Fault => LightPattern.On,
        ApplianceHealth.SafeMode => LightPattern.Flicker,
        ApplianceHealth.Degraded => LightPattern.Flash,
        _ => LightPattern.Off,
    };

    private static LightPattern OfStage(ButtonStage stage) => stage switch
    {
        ButtonStage.Restart => LightPattern.On,
        ButtonStage.SafeMode => LightPattern.Even,
        ButtonStage.FactoryReset => LightPattern.Fast,
        _ => LightPattern.Off,
    };
}
