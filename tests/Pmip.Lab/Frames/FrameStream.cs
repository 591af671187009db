namespace Pmip.Lab.Frames;

/// <summary>One family in one direction.</summary>
public enum FrameStream
{
    /// <summary>IPv4 from the device to the server.</summary>
    Up4,

    /// <summary>IPv6 from the device to the server.</summary>
    Up6,

    /// <summary>IPv4 from the server to the device.</summary>
    Down4,

    /// <summary>IPv6 from the server to the device.</summary>
    Down6,
}
