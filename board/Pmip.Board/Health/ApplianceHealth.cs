namespace Pmip.Board.Health;

/// <summary>How the appliance is, in one word: what its LEDs, its console and its service unit show.</summary>
public enum ApplianceHealth : byte
{
    /// <summary>Not everything is open yet.</summary>
    Starting,

    /// <summary>It runs and no peer answers: nobody can be served.</summary>
    NoPeer,

    /// <summary>It serves, and nothing is wrong.</summary>
    Serving,

    /// <summary>It serves, and something is wrong; the reasons say what.</summary>
    Degraded,

    /// <summary>It does not serve and needs somebody, or is about to be reset.</summary>
    Fault,

    /// <summary>A new image is being written or tried: the power must stay on.</summary>
    Updating,

    /// <summary>The control plane is off, the console works.</summary>
    SafeMode,

    /// <summary>It ends in good order.</summary>
    Stopping,
}
