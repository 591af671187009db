namespace Pmip.Access;

/// <summary>A configuration with every table that the access links need for it, made by <see cref="AccessLinks.Prepare"/>, to come into force once.</summary>
public sealed class PreparedAccessConfiguration
{
    internal PreparedAccessConfiguration(AccessRules rules, AccessRules previous)
    {
        Rules = rules;
        Previous = previous;
    }

    /// <summary>The configuration.</summary>
    public AccessConfiguration Configuration => Rules.Configuration;

    internal AccessRules Rules { get; }

    /// <summary>What the access links ran with when it was prepared; in its place alone can it come.</summary>
    internal AccessRules Previous { get; }
}
