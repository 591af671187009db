using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Pmip.Client;

/// <summary>
/// Takes the parts of one answer, in order, on the thread that asks. What throws ends the request: it is cancelled, and the
/// connection can be asked again.
/// </summary>
public interface IAnswerReader
{
    /// <summary>A table begins.</summary>
    void Columns(IReadOnlyList<AnswerColumn> columns);

    /// <summary>A row of it; the element is good until the call ends.</summary>
    void Row(JsonElement row);

    /// <summary>A line for a person.</summary>
    void Text(string line);

    /// <summary>The next octets of a file.</summary>
    void Octets(ReadOnlySpan<byte> octets);
}
