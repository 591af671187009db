using System;
using System.Runtime.CompilerServices;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <summary>The global revocations that wait for their answer, at most one for each LMA (RFC 5846 6.3), with their timers.</summary>
/// <remarks>Invariant: the timer of an LMA is armed exactly while its revocation is under way.</remarks>
internal sealed class OutgoingRevocations
{
    private readonly Outgoing[] _outgoing;
    private readonly IdentifierTable _realms;

    public OutgoingRevocations(int lmas)
    {
        _outgoing = new Outgoing[Math.Max(lmas, 1)];
        _realms = new IdentifierTable(_outgoing.Length, BindingSweep.RealmOctetsMax);
        Timers = new TimerHeap(_outgoing.Length);
    }

    /// <summary>Deadlines by LMA.</summary>
    public TimerHeap Timers { get; }

    /// <summary>The revocation of an LMA.</summary>
    public ref Outgoing this[int lma] => ref _outgoing[lma];

    /// <summary>The realm without '@'; empty for the whole peer.</summary>
    public ReadOnlySpan<byte> RealmOf(int lma) => _realms[lma];

    /// <summary>Octets that <paramref name="lmas"/> cost.</summary>
    public static long BytesFor(int lmas) => lmas * (long)(Unsafe.SizeOf<Outgoing>() + TimerHeap.BytesPerTimer + BindingSweep.RealmOctetsMax + 1);

    /// <summary>Takes the place of an LMA, which must be free.</summary>
    public void Begin(int lma, ReadOnlySpan<byte> realm, ushort sequence)
    {
        Invariant.Require(!_outgoing[lma].IsUnderWay);
        _realms.Set(lma, realm);
        _outgoing[lma].IsUnderWay = true;
        _outgoing[lma].Sequence = sequence;
        _outgoing[lma].Transmissions = 0;
    }

    /// <summary>Gives the place back.</summary>
    public void End(int lma)
    {
        _outgoing[lma].IsUnderWay = false;
        Timers.Cancel(lma);
    }

    /// <summary>Forgets everything of an LMA that is gone.</summary>
    public void Forget(int lma)
    {
        End(lma);
        _realms.Clear(lma);
        _outgoing[lma] = default;
    }

    /// <summary>Requires that places and timers agree.</summary>
    public void Verify()
    {
        Timers.Verify();
        for (int lma = 0; lma < _outgoing.Length; lma++)
        {
            Invariant.Require(Timers.IsArmed(lma) == _outgoing[lma].IsUnderWay);
        }
    }

    /// <summary>One of them.</summary>
    internal struct Outgoing
    {
        public bool IsUnderWay;

        /// <summary>The LMA refused a revocation of the whole peer for good (130).</summary>
        public bool IsForbidden;

        public ushort Sequence;
        public int Transmissions;
    }
}
