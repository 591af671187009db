namespace Pmip.Appliance.Store;

/// <summary>What happened to the configuration.</summary>
internal enum ConfigurationNewsKind : byte
{
    /// <summary>A new one runs for good.</summary>
    Committed,

    /// <summary>A new one runs until its time is over, unless it is confirmed; told again every ten seconds.</summary>
    Pending,

    /// <summary>The one that ran on trial stays.</summary>
    Confirmed,

    /// <summary>The one that ran on trial was not confirmed: the one before runs again.</summary>
    Reverted,

    /// <summary>A draft began or ended; what runs is as before, and nobody needs to be told in words.</summary>
    Edited,
}

/// <summary>News of the configuration for every console and program that listens.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Generation">The generation that runs now.</param>
/// <param name="PendingSeconds">Seconds until it is taken back; zero when it stays.</param>
/// <param name="Operator">Who did it; empty for the process itself.</param>
/// <param name="Message">One sentence for a person; empty for none.</param>
internal sealed record ConfigurationNews(ConfigurationNewsKind Kind, ulong Generation, int PendingSeconds, string Operator, string Message);
