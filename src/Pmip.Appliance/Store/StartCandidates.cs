using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.State;

namespace Pmip.Appliance.Store;

/// <summary>A configuration that may run at start.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Stored">Its text; generation zero when the store does not hold it.</param>
/// <param name="Reason">Why it is next, as a sentence that names it.</param>
internal sealed record StartCandidate(ConfigurationSource Source, StoredConfiguration Stored, string Reason);

/// <summary>All that may run at start, in the order in which it is tried. What is not right as it stands is told and left out later.</summary>
internal static class StartCandidates
{
    /// <summary>Those of the store and what stands beside it; the person's file comes before them and is not among them.</summary>
    public static IEnumerable<StartCandidate> InStore(SlotPair slots, StoreMedium medium, string? factoryPath, List<string> complaints)
    {
        IReadOnlyList<StoredConfiguration> inForce = slots.InForce;
        for (int i = 0; i < inForce.Count; i++)
        {
            yield return i == 0
                ? new StartCandidate(ConfigurationSource.Committed, inForce[0], $"generation {inForce[0].Generation} was committed last")
                : new StartCandidate(ConfigurationSource.OtherSlot, inForce[i], $"generation {inForce[i].Generation} was committed before");
        }

        if (inForce.Any(one => one.SchemaVersion > medium.Migrations.Version)
            && Kept(KeptText.OfSchema(medium.Migrations.Version), medium, complaints) is StoredConfiguration older)
        {
            yield return new StartCandidate(ConfigurationSource.OlderSchema, older,
                $"it was committed last under schema version {medium.Migrations.Version}, which this program knows");
        }

        if (Kept(KeptText.Rescue, medium, complaints) is StoredConfiguration rescue)
        {
            yield return new StartCandidate(ConfigurationSource.Rescue, rescue, $"{rescue.Operator} kept it as the rescue configuration");
        }

        if (factoryPath is not null)
        {
            if (PersonFile.TryRead(factoryPath, out string problem) is byte[] text)
            {
                yield return new StartCandidate(
                    ConfigurationSource.Factory, new StoredConfiguration { Generation = 0, Text = text }, $"{factoryPath} is the factory's");
            }
            else
            {
                complaints.Add($"the factory configuration {factoryPath}: {problem}");
            }
        }
    }

    private static StoredConfiguration? Kept(string name, StoreMedium medium, List<string> complaints)
    {
        StoredConfiguration? kept = new KeptText(medium.Files, name).TryLoad(out StateLoad load);
        if (load is StateLoad.Damaged or StateLoad.Unreadable)
        {
            complaints.Add($"{name} in the folder of the state is {(load == StateLoad.Damaged ? "damaged" : "not readable")}");
        }

        return kept is null ? null : kept with { Generation = 0 };
    }
}
