using System;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;

namespace Pmip.Engine;

/// <summary>
/// Filled by one step of an engine and emptied by the host before the next: mutate once, then drain. Its sizes are the bound
/// on the work of one step, required on every addition.
/// </summary>
public sealed class Outbox
{
    /// <summary>Most effects of one step.</summary>
    public const int EffectsPerStepMax = 16;

    /// <summary>Most octets of one step.</summary>
    public const int BytesPerStepMax = 8192;

    private readonly Effect[] _effects = new Effect[EffectsPerStepMax];
    private readonly SignallingPath[] _paths = new SignallingPath[EffectsPerStepMax];
    private readonly TunnelSession[] _sessions = new TunnelSession[EffectsPerStepMax];
    private readonly byte[] _bytes = new byte[BytesPerStepMax];
    private int _byteCount;

    /// <summary>Number of effects.</summary>
    public int Count { get; private set; }

    /// <summary>The effects, in the order in which they must happen.</summary>
    public ReadOnlySpan<Effect> Effects => _effects.AsSpan(0, Count);

    /// <summary>The octets of an effect: the mobility header to send, or the identifier of a notice.</summary>
    public ReadOnlySpan<byte> BytesOf(in Effect effect) => _bytes.AsSpan(effect.Offset, effect.Length);

    /// <summary>Where a <see cref="EffectKind.Transmit"/> goes.</summary>
    public ref readonly SignallingPath PathOf(in Effect effect)
    {
        Invariant.Require(effect.Kind == EffectKind.Transmit);
        return ref _paths[effect.Detail];
    }

    /// <summary>What an <see cref="EffectKind.InstallSession"/> or <see cref="EffectKind.RemoveSession"/> is about.</summary>
    public ref readonly TunnelSession SessionOf(in Effect effect)
    {
        Invariant.Require(effect.Kind is EffectKind.InstallSession or EffectKind.RemoveSession);
        return ref _sessions[effect.Detail];
    }

    /// <summary>Forgets everything; the host calls it when it has done all effects.</summary>
    public void Clear()
    {
        Count = 0;
        _byteCount = 0;
    }

    /// <summary>
    /// What is left for the octets of this step: a message is written here first and added by <see cref="AddTransmit"/> then,
    /// so that nobody must know its length before. It may hold octets of an earlier step.
    /// </summary>
    public Span<byte> Room => _bytes.AsSpan(_byteCount);

    /// <summary>
    /// Adds the message of <paramref name="length"/> octets at the beginning of <see cref="Room"/>, for
    /// <paramref name="path"/>. Its checksum field is zero: whoever frames it computes it, since it covers the inner addresses.
    /// </summary>
    public void AddTransmit(int slot, in SignallingPath path, int length)
    {
        Invariant.Require(length <= BytesPerStepMax - _byteCount);
        _paths[Count] = path;
        Add(new Effect(EffectKind.Transmit, slot, 0, _byteCount, length, Count));
        _byteCount += length;
    }

    /// <summary>Adds the installation or the removal of a session, and gives the place where the caller describes it.</summary>
    public ref TunnelSession AddSession(EffectKind kind, int slot)
    {
        Invariant.Require(kind is EffectKind.InstallSession or EffectKind.RemoveSession);
        ref TunnelSession session = ref _sessions[Count];
        Add(new Effect(kind, slot, 0, 0, 0, Count));
        return ref session;
    }

    /// <summary>Adds a change of a MAG's PDN connection; <paramref name="accessNode"/> is the host's number for the node.</summary>
    public void AddConnection(EffectKind kind, int slot, byte code, int accessNode)
    {
        Invariant.Require(kind is EffectKind.ConnectionUp or EffectKind.ConnectionDown or EffectKind.ConnectionRefused or EffectKind.ProbePresence);
        Add(new Effect(kind, slot, code, 0, 0, accessNode));
    }

    /// <summary>Adds a line for the log about the node with <paramref name="identifier"/>.</summary>
    public void AddNotice(EngineNotice notice, int slot, ReadOnlySpan<byte> identifier)
    {
        Invariant.Require(identifier.Length <= BytesPerStepMax - _byteCount);
        identifier.CopyTo(Room);
        Add(new Effect(EffectKind.Notice, slot, (byte)notice, _byteCount, identifier.Length, 0));
        _byteCount += identifier.Length;
    }

    private void Add(in Effect effect)
    {
        Invariant.Require(Count < EffectsPerStepMax);
        _effects[Count++] = effect;
    }
}
