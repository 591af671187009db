using System;

namespace Pmip.Appliance.Desk;

/// <summary>Takes what the control loop answers, in order. The octets are good until the call ends.</summary>
internal interface ILoopReader
{
    /// <summary>True when the rest is not wanted: the loop is told to stop.</summary>
    bool IsAbandoned { get; }

    /// <summary>The columns of a table: a JSON array of objects with key, title and kind.</summary>
    void Columns(ReadOnlySpan<byte> json);

    /// <summary>A row: a JSON object.</summary>
    void Row(ReadOnlySpan<byte> json);

    /// <summary>A line for a person.</summary>
    void Text(ReadOnlySpan<byte> line);

    /// <summary>It was refused: a code for programs, a message for people. Nothing follows.</summary>
    void Fail(string code, string message);
}

/// <summary>
/// The way from threads of the desk to the control loop: a line of a <see cref="Control.Verbs.VerbPlace.Loop"/> verb in, JSON rows
/// out. Any thread may ask; so many at once that nobody waits long. Where no node runs, every line is refused with
/// <see cref="NoNode"/>.
/// </summary>
internal interface ILoopPort
{
    /// <summary>Code of the refusal while no node runs, or when it ended in the middle.</summary>
    const string NoNode = "noNode";

    /// <summary>Asks, and gives the answer to <paramref name="reader"/>; comes back when it is whole, refused or abandoned.</summary>
    void Ask(ReadOnlySpan<byte> line, ILoopReader reader);
}
