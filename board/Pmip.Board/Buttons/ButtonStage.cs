namespace Pmip.Board.Buttons;

/// <summary>What letting go of the button would do now.</summary>
public enum ButtonStage : byte
{
    /// <summary>Nothing: it is not held, or not long enough to be meant.</summary>
    None,

    /// <summary>The process starts anew.</summary>
    Restart,

    /// <summary>The control plane stops; the console works.</summary>
    SafeMode,

    /// <summary>The configuration of the factory comes back.</summary>
    FactoryReset,

    /// <summary>Nothing: held for so long that it is stuck, or that somebody thought better of it.</summary>
    GivenUp,
}
