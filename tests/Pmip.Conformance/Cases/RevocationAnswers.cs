using Pmip.Conformance.Messages;

namespace Pmip.Conformance.Cases;

/// <summary>The acknowledgement that a good node would send to a revocation.</summary>
internal static class RevocationAnswers
{
    public static Message To(ReceivedMessage indication, byte status) =>
        new(MessageType.Revocation, [2, status, .. Octets.Of16(indication.Sequence), .. Octets.Of16(indication.Flags)]);
}
