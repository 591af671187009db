namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary>How a step of a check ended.</summary>
internal enum CheckOutcome : byte
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>It does not work.</summary>
    Fail,

    /// <summary>It cannot be told from here.</summary>
    Unknown,
}

/// <summary>One step of a check.</summary>
/// <param name="Hop">The hop that it is about.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Advice">What to do when it failed.</param>
internal sealed record CheckStep(string Hop, CheckOutcome Outcome, string Detail, string Advice = "");
