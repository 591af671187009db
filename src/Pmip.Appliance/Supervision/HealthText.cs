using System;
using System.Collections.Generic;
using Pmip.Board.Health;

namespace Pmip.Appliance.Supervision;

/// <summary>The health in words.</summary>
internal static class HealthText
{
    /// <summary>One word on it, in lower case.</summary>
    public static string WordOf(ApplianceHealth health) => health switch
    {
        ApplianceHealth.Starting => "starting",
        ApplianceHealth.NoPeer => "no peer",
        ApplianceHealth.Serving => "serving",
        ApplianceHealth.Degraded => "degraded",
        ApplianceHealth.Fault => "fault",
        ApplianceHealth.Updating => "updating",
        ApplianceHealth.SafeMode => "safe mode",
        _ => "stopping",
    };

    /// <summary>The health with its reasons: <c>degraded: a loop is late</c>.</summary>
    public static string SentenceOf(HealthReasons reasons)
    {
        List<string> told = [];
        foreach (HealthReasons reason in Enum.GetValues<HealthReasons>())
        {
            if (reason != HealthReasons.None && reasons.HasFlag(reason))
            {
                told.Add(Of(reason));
            }
        }

        string word = WordOf(HealthState.Of(reasons));
        return told.Count == 0 ? word : $"{word}: {string.Join(", ", told)}";
    }

    /// <summary>One reason in words.</summary>
    public static string Of(HealthReasons reason) => reason switch
    {
        HealthReasons.Starting => "not everything is open yet",
        HealthReasons.Stopping => "ordered to end",
        HealthReasons.Updating => "a new image is tried",
        HealthReasons.SafeMode => "the control plane is out of service",
        HealthReasons.LoopSilent => "a loop does not get on, the reset is on its way",
        HealthReasons.NodeFailed => "the control plane cannot run",
        HealthReasons.NoPeer => "no peer answers",
        HealthReasons.PeerMissing => "a peer does not answer",
        HealthReasons.LoopLate => "a loop is late",
        HealthReasons.WatchdogMissing => "the watchdog that is configured cannot be had",
        HealthReasons.StorageFailing => "state cannot be kept",
        HealthReasons.ConfigurationFallback => "another configuration runs than the one in the file",
        HealthReasons.ConfigurationPending => "a configuration waits to be confirmed",
        HealthReasons.BoardIncomplete => "the board lacks what its profile names",
        HealthReasons.TooHot => "too hot",
        HealthReasons.InterfaceDown => "an interface is down",
        HealthReasons.ClockUnknown => "the time of day is not known",
        _ => "the log does not get everything",
    };
}
