using Pmip.Foundation.Tables;

namespace Pmip.Engine.Peers;

/// <summary>Another peer list for a <see cref="PeerTable"/>, with all that it takes to put it in force without allocation.</summary>
internal sealed class PeerChange
{
    public PeerChange(PeerRules rules, int capacity)
    {
        Rules = rules;
        NamedOf = new int[capacity];
        PrefixOf = new int[capacity];
        SlotOf = new int[rules.Named.Length];
        Index = new HashIndex(2 * capacity);
    }

    public PeerRules Rules { get; }

    /// <summary>Slot to the place of the named peer that it is, or -1. Written by <see cref="PeerTable.Match(PeerChange)"/>.</summary>
    public int[] NamedOf { get; }

    /// <summary>Slot to the place of the trusted prefix that its peer is in, or -1.</summary>
    public int[] PrefixOf { get; }

    /// <summary>Place of a named peer to its slot, or -1 while it has none.</summary>
    public int[] SlotOf { get; }

    /// <summary>Empty; becomes the index by address.</summary>
    public HashIndex Index { get; }

    /// <summary>True when the peer in a slot has no place in the new list.</summary>
    public bool Drops(int slot) => NamedOf[slot] < 0 && PrefixOf[slot] < 0;
}
