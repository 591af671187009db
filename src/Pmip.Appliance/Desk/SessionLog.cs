using System;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Desk;

/// <summary>Sentences of the desk for the log: who came, who changed what, what was refused.</summary>
/// <param name="write">Takes a sentence; any thread.</param>
internal sealed class SessionLog(Action<EventLevel, string> write)
{
    /// <summary>Logs a sentence; an empty one is none.</summary>
    public void Write(EventLevel level, string sentence)
    {
        if (sentence.Length > 0)
        {
            write(level, sentence);
        }
    }
}
