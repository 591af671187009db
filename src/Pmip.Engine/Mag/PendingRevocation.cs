using Pmip.Engine.Signalling;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <summary>What must be known to answer a revocation later.</summary>
/// <param name="IsPending">False in an entry that no revocation waits for.</param>
/// <param name="Message">Hash of the message, which its retransmission shares.</param>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Path">Where it came from.</param>
internal readonly record struct PendingRevocation(bool IsPending, ulong Message, ushort Sequence, RevocationFlags Flags, SignallingPath Path);
