using System;

namespace Pmip.Wire.Mobility;

/// <summary>The RFC's names of <see cref="BindingErrorStatus"/>.</summary>
public static class BindingErrorStatusNames
{
    /// <summary>UTF-8 name; empty for a number that is not assigned.</summary>
    public static ReadOnlySpan<byte> Of(BindingErrorStatus status) => status switch
    {
        BindingErrorStatus.UnknownBinding => "unknown binding for Home Address destination option"u8,
        BindingErrorStatus.UnrecognizedMobilityHeaderType => "unrecognized MH Type value"u8,
        _ => default,
    };
}
