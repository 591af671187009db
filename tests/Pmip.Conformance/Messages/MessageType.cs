namespace Pmip.Conformance.Messages;

/// <summary>Numbers of the mobility header types that the cases speak about.</summary>
public static class MessageType
{
    public const byte Update = 5;
    public const byte Acknowledgement = 6;
    public const byte Error = 7;
    public const byte Heartbeat = 13;
    public const byte Revocation = 16;
}
