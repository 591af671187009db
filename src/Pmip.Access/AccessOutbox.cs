using System;
using Pmip.Foundation;

namespace Pmip.Access;

/// <summary>
/// Filled by one step of <see cref="AccessLinks"/> and emptied by the host before the next. Its sizes are the bound on the work
/// of one step, required on every addition.
/// </summary>
public sealed class AccessOutbox
{
    /// <summary>Most effects of one step.</summary>
    public const int EffectsPerStepMax = 16;

    /// <summary>Most octets of one step.</summary>
    public const int BytesPerStepMax = 8192;

    private readonly AccessEffect[] _effects = new AccessEffect[EffectsPerStepMax];
    private readonly byte[] _bytes = new byte[BytesPerStepMax];
    private int _byteCount;

    /// <summary>Number of effects.</summary>
    public int Count { get; private set; }

    /// <summary>The effects, in the order in which they must happen.</summary>
    public ReadOnlySpan<AccessEffect> Effects => _effects.AsSpan(0, Count);

    /// <summary>The frame of a <see cref="AccessEffectKind.TransmitFrame"/>, the message of a <see cref="AccessEffectKind.RelayDhcp"/>.</summary>
    public ReadOnlySpan<byte> BytesOf(in AccessEffect effect) => _bytes.AsSpan(effect.Offset, effect.Length);

    /// <summary>Forgets everything; the host calls it when it has done all effects.</summary>
    public void Clear()
    {
        Count = 0;
        _byteCount = 0;
    }

    /// <summary>Room for a frame of up to <paramref name="lengthMax"/> octets, all zero; <see cref="Commit"/> adds it.</summary>
    internal Span<byte> Begin(int lengthMax)
    {
        Invariant.Require(lengthMax <= BytesPerStepMax - _byteCount);
        Span<byte> room = _bytes.AsSpan(_byteCount, lengthMax);
        room.Clear(); // Octets of an earlier step must not reach the wire.
        return room;
    }

    /// <summary>Adds the first <paramref name="length"/> octets of the room that <see cref="Begin"/> gave as a frame.</summary>
    internal void Commit(int link, int node, int length)
    {
        Add(new AccessEffect(AccessEffectKind.TransmitFrame, link, node, -1, 0, 0, _byteCount, length));
        _byteCount += length;
    }

    /// <summary>Likewise as a message for the DHCP server.</summary>
    internal void CommitRelayed(int link, int node, int length)
    {
        Add(new AccessEffect(AccessEffectKind.RelayDhcp, link, node, -1, 0, 0, _byteCount, length));
        _byteCount += length;
    }

    internal void Add(in AccessEffect effect)
    {
        Invariant.Require(Count < EffectsPerStepMax);
        _effects[Count++] = effect;
    }
}
