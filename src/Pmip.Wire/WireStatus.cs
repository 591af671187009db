namespace Pmip.Wire;

/// <summary>Why octets were not taken. Every value is also the index of a counter.</summary>
public enum WireStatus : byte
{
    /// <summary>Taken whole.</summary>
    Ok,

    /// <summary>Fewer octets than the format's minimum, or than a length field announces.</summary>
    Truncated,

    /// <summary>A length field contradicts the format or runs over its container.</summary>
    BadLength,

    /// <summary>A field that must have a fixed value has another one (version, payload protocol).</summary>
    BadHeader,

    /// <summary>The checksum does not match.</summary>
    BadChecksum,

    /// <summary>A well-formed message of a kind that this reader does not take.</summary>
    Unsupported,

    /// <summary>The caller's span is too short for what is to be written.</summary>
    NoRoom,
}
