using System;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Monitoring;

/// <summary>Which lines of the log an operator wants.</summary>
/// <param name="Level">Lowest level.</param>
/// <param name="Match">Text that the line holds, in capitals or not; empty for any.</param>
internal readonly record struct LogFilter(EventLevel Level, string Match)
{
    /// <summary>True for a line that is wanted.</summary>
    public bool Wants(in LogLine line) => line.Level >= Level && Holds(line.Sentence, EventRooms.NameOf(line.Room));

    /// <summary>True when the sentence or its room holds the text.</summary>
    public bool Holds(string sentence, string room) => Match.Length == 0
        || sentence.Contains(Match, StringComparison.OrdinalIgnoreCase) || room.Equals(Match, StringComparison.OrdinalIgnoreCase);
}
