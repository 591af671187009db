namespace Pmip.Wire.Capture;

/// <summary>How the reading of a capture stands.</summary>
public enum CaptureStatus : byte
{
    /// <summary>A packet was read.</summary>
    Packet,

    /// <summary>More octets are needed to say anything.</summary>
    NeedMore,

    /// <summary>The octets do not start as pcap or pcapng do.</summary>
    NotACapture,

    /// <summary>A length contradicts the format: nothing after it can be found.</summary>
    BadLength,

    /// <summary>A version of the format that this reader does not know.</summary>
    BadVersion,
}
