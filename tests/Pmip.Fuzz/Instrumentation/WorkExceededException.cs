using System;

namespace Pmip.Fuzz.Instrumentation;

/// <summary>One input made the code do more work than its target allows.</summary>
public sealed class WorkExceededException(long workMax) : Exception($"more than {workMax} blocks of code for one input");
