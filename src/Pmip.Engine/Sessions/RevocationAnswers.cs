using System.Runtime.CompilerServices;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Engine.Sessions;

/// <summary>
/// The answers given to the last revocations. A retransmission is the same message with the same number (RFC 5846 6.3), and it
/// must get the same answer although the binding is gone by then.
/// </summary>
/// <remarks>
/// The initiator is done with a number after three seconds; it may use it anew later, so answers older than
/// <see cref="Lifetime"/> do not count. With more revocations than places in that time the oldest answer is forgotten: a
/// retransmission then finds no binding, which the initiator takes for done as well.
/// </remarks>
internal sealed class RevocationAnswers
{
    /// <summary>Answers kept.</summary>
    public const int Capacity = 128;

    private readonly Answer[] _answers = new Answer[Capacity];
    private int _next;

    /// <summary>How long an answer is kept.</summary>
    public static Duration Lifetime => Duration.FromSeconds(10);

    /// <summary>Octets that the memory costs.</summary>
    public static long Bytes => Capacity * (long)Unsafe.SizeOf<Answer>();

    /// <summary>Finds the answer to the message with this hash from a peer.</summary>
    public bool TryFind(int peer, ulong message, Instant now, out RevocationStatus status)
    {
        foreach (ref readonly Answer answer in System.MemoryExtensions.AsSpan(_answers))
        {
            if (answer.IsTaken && answer.Peer == peer && answer.Message == message && now < answer.Until)
            {
                status = answer.Status;
                return true;
            }
        }

        status = default;
        return false;
    }

    /// <summary>Keeps an answer in the place of the oldest one.</summary>
    public void Keep(int peer, ulong message, RevocationStatus status, Instant now)
    {
        Invariant.Require(peer >= 0);
        _answers[_next] = new Answer { IsTaken = true, Peer = peer, Message = message, Status = status, Until = now.Plus(Lifetime) };
        _next = (_next + 1) % Capacity;
    }

    private struct Answer
    {
        public bool IsTaken;
        public RevocationStatus Status;
        public int Peer;
        public ulong Message;
        public Instant Until;
    }
}
