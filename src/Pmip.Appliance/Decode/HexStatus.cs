namespace Pmip.Appliance.Decode;

/// <summary>What became of typed or piped hexadecimal.</summary>
internal enum HexStatus : byte
{
    Ok,

    /// <summary>A character that is neither a digit nor a separator.</summary>
    BadCharacter,

    /// <summary>An odd number of digits.</summary>
    HalfAnOctet,

    /// <summary>No digit at all.</summary>
    Empty,
}
