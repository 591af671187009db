namespace Pmip.Conformance.Messages;

/// <summary>Numbers of the mobility options that the cases speak about.</summary>
public static class OptionType
{
    public const byte Pad1 = 0;
    public const byte PadN = 1;
    public const byte AlternateCareOf = 3;
    public const byte Identifier = 8;
    public const byte VendorSpecific = 19;
    public const byte ServiceSelection = 20;
    public const byte HomeNetworkPrefix = 22;
    public const byte HandoffIndicator = 23;
    public const byte AccessTechnology = 24;
    public const byte LinkLayerIdentifier = 25;
    public const byte LinkLocalAddress = 26;
    public const byte Timestamp = 27;
    public const byte RestartCounter = 28;
    public const byte NatDetection = 31;
    public const byte GreKey = 33;
    public const byte Ipv4Request = 36;
    public const byte Ipv4Reply = 37;
    public const byte Ipv4Router = 38;
    public const byte DhcpMode = 39;
}
