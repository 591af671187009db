namespace Pmip.Wire.Capture;

/// <summary>Which way a captured packet went, as the flags word of pcapng says it (draft-ietf-opsawg-pcapng 4.3.1).</summary>
public enum CaptureDirection : byte
{
    /// <summary>Not said.</summary>
    Unknown,

    /// <summary>Received.</summary>
    Inbound,

    /// <summary>Sent.</summary>
    Outbound,
}
