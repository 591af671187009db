using System;

namespace Pmip.Appliance.Commands;

/// <summary>A word behind <c>pmipd</c>.</summary>
/// <param name="Name">The word.</param>
/// <param name="Usage">What may follow.</param>
/// <param name="Summary">One line for the list of commands.</param>
/// <param name="Help">Further lines for <c>pmipd help NAME</c>; empty for none.</param>
/// <param name="Run">Does it with the words behind the name; gives the exit code.</param>
internal sealed record Command(string Name, string Usage, string Summary, string Help, Func<string[], CommandOutput, int> Run);
