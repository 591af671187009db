using System;

namespace Pmip.Wire.Mobility;

/// <summary>The registry's names of <see cref="HandoffIndicator"/>.</summary>
public static class HandoffIndicatorNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(HandoffIndicator indicator) => indicator switch
    {
        HandoffIndicator.Reserved => "reserved"u8,
        HandoffIndicator.NewInterface => "attachment over a new interface"u8,
        HandoffIndicator.BetweenInterfaces => "handoff between two different interfaces of the mobile node"u8,
        HandoffIndicator.BetweenMags => "handoff between mobile access gateways for the same interface"u8,
        HandoffIndicator.Unknown => "handoff state unknown"u8,
        HandoffIndicator.ReRegistration => "handoff state not changed (re-registration)"u8,
        HandoffIndicator.SharedPrefixes => "attachment over a new interface sharing prefixes"u8,
        _ => default,
    };
}
