using System.Collections.Generic;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Store;

/// <summary>What to run, and how it was chosen.</summary>
/// <param name="Configuration">The checked configuration; null for safe mode.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Generation">Its generation in the store; zero when the store does not hold it.</param>
/// <param name="Reason">One sentence for console, log and <c>show version</c>: which source was taken, and why.</param>
/// <param name="Complaints">Everything that was found wrong on the way, a line each; empty when all is well.</param>
internal sealed record ConfigurationStart(
    ApplianceConfiguration? Configuration, ConfigurationSource Source, ulong Generation, string Reason, IReadOnlyList<string> Complaints)
{
    /// <summary>True when something is wrong that an operator should see to, whether or not a configuration was found.</summary>
    public bool IsDegraded => Complaints.Count > 0;
}
