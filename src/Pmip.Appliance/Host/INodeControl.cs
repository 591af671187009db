using System.Collections.Generic;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Host;

/// <summary>What it takes to bring a changed key into force.</summary>
internal enum ChangeEffect : byte
{
    /// <summary>Nobody notices.</summary>
    Live,

    /// <summary>Some bindings end; the sentence says which and how many.</summary>
    EndsBindings,

    /// <summary>The node starts anew in the same process: all bindings end, and are registered again by their MAGs.</summary>
    RestartsNode,

    /// <summary>Nothing changes before the process starts next.</summary>
    AtNextStart,
}

/// <summary>One difference between two configurations, and what applying it does.</summary>
/// <param name="Path">Path in the file, <c>lma.peers[mag1].ipv6</c>; elements of lists by name.</param>
/// <param name="Before">The value before; empty for none. Secrets are masked.</param>
/// <param name="After">The value after; empty for none. Secrets are masked.</param>
/// <param name="Effect">What it takes.</param>
/// <param name="Sentence">What will be disturbed, for the operator; empty for nothing.</param>
internal sealed record ConfigurationChange(string Path, string Before, string After, ChangeEffect Effect, string Sentence);

/// <summary>How an application ended.</summary>
internal enum ApplyOutcome : byte
{
    /// <summary>The node runs with the new configuration.</summary>
    Applied,

    /// <summary>The node could not run with it, and runs with the old one again; the message says why.</summary>
    Refused,

    /// <summary>Neither would run: the process is in safe mode.</summary>
    SafeMode,
}

/// <summary>The running node as the configuration store sees it. Called from threads of the desk, one call at a time.</summary>
internal interface INodeControl
{
    /// <summary>What the node runs with; null in safe mode.</summary>
    ApplianceConfiguration? Running { get; }

    /// <summary>What would change, and what it would disturb. Changes nothing.</summary>
    IReadOnlyList<ConfigurationChange> Plan(ApplianceConfiguration next);

    /// <summary>Brings a checked configuration into force: live where every change is live, else by a new start of the node.</summary>
    ApplyOutcome Apply(ApplianceConfiguration next, out string message);
}
