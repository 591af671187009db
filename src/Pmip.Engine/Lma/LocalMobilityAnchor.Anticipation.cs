using System;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Lma;

/// <content>
/// Reading ahead in a burst of messages. A table of a million bindings lies far from the processor, and a step waits for one place
/// of it after the other. Looking for the bindings of a whole burst first lets those waits pass together.
/// </content>
public sealed partial class LocalMobilityAnchor
{
    /// <summary>Most messages of a burst that are read ahead for.</summary>
    public const int AnticipatedMax = 64;

    // A smaller table is near anyway: a core's own cache holds it, and reading ahead would only cost.
    private const int AnticipatingFrom = 8192;

    private readonly ulong[] _anticipated = new ulong[AnticipatedMax];
    private int _anticipatedCount;
    private ulong _touched;

    /// <summary>
    /// Says that <see cref="Receive"/> will soon have this message. Changes nothing but what is near the processor, whatever the message
    /// holds. Messages above <see cref="AnticipatedMax"/> are passed over.
    /// </summary>
    public void Anticipate(ReadOnlySpan<byte> mobilityHeader)
    {
        if (Capacity < AnticipatingFrom || _anticipatedCount == AnticipatedMax
            || MobilityHeader.TryRead(mobilityHeader, out MobilityHeader header) != WireStatus.Ok
            || header.Type != MobilityHeaderType.BindingUpdate)
        {
            return;
        }

        MobilityOptionReader options = new(header.Options);
        while (options.TryNext(out MobilityOption option))
        {
            if (option.Type == MobilityOptionType.MobileNodeIdentifier && option.Data.Length > 1)
            {
                ulong hash = _cache.HashOf(option.Data[1..]);
                _anticipated[_anticipatedCount++] = hash;
                _touched = unchecked(_touched + _cache.TouchNode(hash));
                return;
            }
        }
    }

    /// <summary>Reads the bindings of what <see cref="Anticipate"/> was told since the last call. Comes before the first of the messages.</summary>
    public void AnticipateBindings()
    {
        for (int i = 0; i < _anticipatedCount; i++)
        {
            int probe = _cache.FirstOfNode(_anticipated[i]);
            if (probe >= 0)
            {
                int slot = _cache.SlotAt(probe);
                _cache.Touch(slot);
                _touched = unchecked(_touched + (ulong)_options.LengthOf(slot) + (ulong)_partialFailure.Components.First(slot)
                    + (ulong)_partialFailure.Components.Second(slot) + _sweep.Touch(slot));
            }
        }

        _anticipatedCount = 0;
    }
}
