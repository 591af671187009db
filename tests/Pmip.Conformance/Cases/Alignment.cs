using Pmip.Conformance.Messages;

namespace Pmip.Conformance.Cases;

/// <summary>Where the options of a message should stand (RFC 6275 6.2.1 and the option's own document).</summary>
internal static class Alignment
{
    public static void Expect(ReceivedMessage message)
    {
        foreach (ReceivedOption option in message.Options)
        {
            (int multiple, int remainder) = Of(option.Type);
            Messages.Expect.That(option.Offset % multiple == remainder, $"option {option.Type} at {multiple}n+{remainder}, it is at {option.Offset}");
        }

        Messages.Expect.Equal(59, message.PayloadProto, "payload protocol");
        Messages.Expect.Equal(0, message.Reserved, "reserved octet");
        Messages.Expect.Equal(0, message.Raw.Length % 8, "octets beyond a multiple of eight");
    }

    private static (int Multiple, int Remainder) Of(byte type) => type switch
    {
        OptionType.HomeNetworkPrefix => (8, 4),
        OptionType.LinkLocalAddress or OptionType.AlternateCareOf => (8, 6),
        OptionType.Timestamp => (8, 2),
        OptionType.VendorSpecific or OptionType.RestartCounter => (4, 2),
        OptionType.GreKey or OptionType.Ipv4Request or OptionType.Ipv4Reply or OptionType.Ipv4Router or OptionType.NatDetection => (4, 0),
        _ => (1, 0),
    };
}
