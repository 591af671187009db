namespace Pmip.Wire.Mobility;

/// <summary>Status of a Binding Error (RFC 6275 6.1.9). Undefined numbers pass through.</summary>
public enum BindingErrorStatus : byte
{
    /// <summary>Unknown binding for Home Address destination option.</summary>
    UnknownBinding = 1,

    /// <summary>Unrecognized MH Type value.</summary>
    UnrecognizedMobilityHeaderType = 2,
}
