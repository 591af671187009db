using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Host;

/// <content>The configuration file, when a person changed it and says so by SIGHUP.</content>
internal sealed partial class Appliance
{
    // A file that is wrong changes nothing. What a change disturbs is in the log before it happens.
    private void TakeFile()
    {
        LogThread log = Surroundings.Log;
        List<ConfigurationError> errors = [];
        if (!ConfigurationFile.TryLoad(_configurationPath, out ApplianceConfiguration? next, errors))
        {
            foreach (ConfigurationError error in errors)
            {
                log.Write(EventLevel.Error, EventRoom.Host, $"not taken in: {error.Headline}");
            }

            return;
        }

        if (MemoryBudget.Of(next).Refusal(MemoryBudget.MachineOctets()) is string refusal)
        {
            log.Write(EventLevel.Error, EventRoom.Host, $"not taken in: {_configurationPath}: limits: {refusal}");
            return;
        }

        foreach (ConfigurationChange change in Control.Plan(next))
        {
            string effect = change.Sentence.Length == 0 ? "" : $" ({change.Sentence})";
            log.Write(EventLevel.Info, EventRoom.Host, $"{change.Path}: {Quoted(change.Before)} becomes {Quoted(change.After)}{effect}");
        }

        ApplyOutcome outcome = Control.Apply(next, out string message);
        EventLevel level = outcome == ApplyOutcome.Applied ? EventLevel.Info : EventLevel.Error;
        string text = outcome switch
        {
            ApplyOutcome.Applied => "is in force",
            ApplyOutcome.Refused => "was refused, the node runs with the one before",
            _ => "was refused, and so was the one before: safe mode",
        };
        log.Write(level, EventRoom.Host, message.Length == 0 ? $"{_configurationPath} {text}" : $"{_configurationPath} {text}: {message}");
    }

    private static string Quoted(string value) => value.Length == 0 ? "nothing" : $"\"{value}\"";
}
