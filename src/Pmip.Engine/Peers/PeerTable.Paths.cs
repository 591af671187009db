using System;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Tables;

namespace Pmip.Engine.Peers;

/// <content>What is known of the peers beyond their addresses: the path to each, and what it does not understand.</content>
public sealed partial class PeerTable
{
    /// <summary>Peers with addresses of their own. At start theirs are the first slots; peers that a later configuration adds have any.</summary>
    public int ConfiguredCount => _configured;

    /// <summary>Number of peers that have bindings since supervision last looked; see <see cref="TryTakeNewlyBound"/>.</summary>
    internal int NewlyBoundCount => _newlyBound.Count(0);

    /// <summary>Name of a peer in UTF-8; nodes of one trusted prefix share it.</summary>
    public ReadOnlySpan<byte> NameOf(int slot) => _peers[slot].NameOctets;

    /// <summary>The path of the peer's last message, or of our last one to it.</summary>
    public ref readonly SignallingPath PathOf(int slot) => ref _peers[slot].Path;

    /// <summary>True when the peer has said that it does not know <paramref name="feature"/>.</summary>
    public bool Lacks(int slot, PeerFeatures feature) => (_peers[slot].Supervised.Lacking & feature) != 0;

    /// <summary>Notes how a peer is reached that we had bindings with before our restart.</summary>
    internal void RestorePath(int slot, in SignallingPath path)
    {
        Invariant.Require(_slots.IsTaken(slot));
        _peers[slot].Path = _peers[slot].Received == 0 ? path : _peers[slot].Path;
    }

    /// <summary>Notes the counter that a peer had before our restart: another one than that means that it has restarted as well.</summary>
    public void RestoreCounter(IpAddress outermost, uint counter)
    {
        int slot = Find(outermost);
        if (slot >= 0)
        {
            _peers[slot].Supervised.HasRestartCounter = true;
            _peers[slot].Supervised.RestartCounter = counter;
        }
    }

    /// <summary>Notes that the peer was sent a message of <paramref name="feature"/>, which a Binding Error may be about.</summary>
    public void NoteAsked(int slot, PeerFeatures feature)
    {
        ref PeerPath path = ref PathStateOf(slot);
        path.Asked |= feature;
        path.LastAsked = feature;
    }

    /// <summary>Notes that the peer answered a message of <paramref name="feature"/>, so that it knows it.</summary>
    public void NoteAnswered(int slot, PeerFeatures feature) => PathStateOf(slot).Asked &= ~feature;

    /// <summary>
    /// Notes that the peer does not know a message (Binding Error 2). Such an error does not say which; it is the one that waits
    /// for its answer, of several the last. <see cref="PeerFeatures.None"/> when none does.
    /// </summary>
    public PeerFeatures NoteLacking(int slot)
    {
        ref PeerPath path = ref PathStateOf(slot);
        PeerFeatures lacking = (path.Asked & path.LastAsked) != 0 ? path.LastAsked : path.Asked;
        lacking = (PeerFeatures)((byte)lacking & -(sbyte)lacking); // One at a time.
        path.Asked &= ~lacking;
        path.Lacking |= lacking;
        return lacking;
    }

    /// <summary>True for a peer that is told when a component of ours fails.</summary>
    internal bool IsTold(int slot) =>
        _slots.IsTaken(slot) && _peers[slot].Supervised.KnowsComponents && !Lacks(slot, PeerFeatures.Revocation);

    /// <summary>State of supervision in the peer's slot.</summary>
    internal ref PeerPath PathStateOf(int slot)
    {
        Invariant.Require(_slots.IsTaken(slot));
        return ref _peers[slot].Supervised;
    }

    /// <summary>Lets supervision look at a peer with bindings as if it had just got them.</summary>
    internal void NoteUnasked(int slot)
    {
        if (_slots.IsTaken(slot) && _peers[slot].Bindings > 0)
        {
            NoteFirstBinding(slot);
        }
    }

    /// <summary>Takes a peer that has got its first binding; false when there is none.</summary>
    internal bool TryTakeNewlyBound(out int slot)
    {
        slot = _newlyBound.First(0);
        if (slot == SlotLists.None)
        {
            return false;
        }

        _newlyBound.Remove(slot);
        return true;
    }

    private void NoteFirstBinding(int slot)
    {
        if (_newlyBound.ListOf(slot) == SlotLists.None)
        {
            _newlyBound.Append(0, slot);
        }
    }

    private void NoteLastBinding(int slot)
    {
        if (_newlyBound.ListOf(slot) != SlotLists.None)
        {
            _newlyBound.Remove(slot);
        }
    }
}
