using System;

namespace Pmip.Fuzz.Instrumentation;

/// <summary>Stands in for the end of the process by which an invariant fails outside the fuzzers.</summary>
public sealed class InvariantBrokenException(string claim) : Exception("invariant broken: " + claim);
