using System;

namespace Pmip.Conformance.Messages;

/// <summary>The node under test did not do what a clause says.</summary>
public sealed class CaseFailedException(string message) : Exception(message);

/// <summary>A case cannot be run against this node as it was described to us.</summary>
public sealed class CaseSkippedException(string message) : Exception(message);
