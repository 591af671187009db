using System;
using System.Buffers.Binary;
using Pmip.Engine.Configuration;
using Pmip.Foundation;
using Pmip.Wire;
using Pmip.Wire.Options;

namespace Pmip.Engine.Lma;

/// <summary>
/// The 3GPP options that came with registrations (TS 29.275 12), kept with their bindings to be shown: equipment identity,
/// serving network, PCO and the like. Bindings share one room, of which each has a chain of chunks.
/// </summary>
/// <remarks>Invariant: every chunk is in the chain of one binding or in the free chain. A binding has whole options only.</remarks>
internal sealed class OptionStore
{
    /// <summary>Most octets of one binding.</summary>
    public const int OctetsPerBindingMax = 1024;

    private const int ChunkOctets = 32;
    private const int None = -1;
    private readonly byte[] _octets;
    private readonly int[] _next;
    private readonly int[] _first; // slot -> first chunk
    private readonly ushort[] _lengths;
    private readonly byte[] _before = new byte[OctetsPerBindingMax];
    private readonly byte[] _after = new byte[OctetsPerBindingMax];
    private int _free;
    private int _freeCount;

    public OptionStore(EngineLimits limits)
    {
        _freeCount = ChunksFor(limits);
        _octets = new byte[_freeCount * ChunkOctets];
        _next = new int[_freeCount];
        for (int i = 0; i < _freeCount; i++)
        {
            _next[i] = i + 1 == _freeCount ? None : i + 1;
        }

        _free = _freeCount > 0 ? 0 : None;
        _first = new int[limits.Bindings];
        Array.Fill(_first, None);
        _lengths = new ushort[limits.Bindings];
    }

    public static long BytesFor(EngineLimits limits) => ((long)ChunksFor(limits) * (ChunkOctets + sizeof(int)))
        + ((long)limits.Bindings * (sizeof(int) + sizeof(ushort))) + (2 * OctetsPerBindingMax);

    /// <summary>Octets kept for a binding.</summary>
    public int LengthOf(int slot) => _lengths[slot];

    /// <summary>
    /// Keeps the options of an update: they replace those of the same subtypes. Says how many options had no room.
    /// </summary>
    public int Keep(int slot, ReadOnlySpan<byte> options)
    {
        Span<bool> isAnew = stackalloc bool[byte.MaxValue + 1];
        isAnew.Clear();
        bool hasSome = false;
        MobilityOptionReader reader = new(options);
        while (reader.TryNext(out MobilityOption option))
        {
            if (IsKept(option, out VendorSpecificOption fragment))
            {
                isAnew[fragment.Subtype] = true;
                hasSome = true;
            }
        }

        if (!hasSome)
        {
            return 0;
        }

        int length = CopyOthers(slot, isAnew);
        int lost = Append(options, ref length);
        Clear(slot);
        return lost + Write(slot, _after.AsSpan(0, length));
    }

    /// <summary>Lets go of the options of a binding.</summary>
    public void Clear(int slot)
    {
        for (int chunk = _first[slot]; chunk != None;)
        {
            int next = _next[chunk];
            _next[chunk] = _free;
            _free = chunk;
            _freeCount++;
            chunk = next;
        }

        _first[slot] = None;
        _lengths[slot] = 0;
    }

    /// <summary>Copies the options of a binding, which fit into <see cref="OctetsPerBindingMax"/>; says how many octets there are.</summary>
    public int CopyTo(int slot, Span<byte> room)
    {
        int copied = 0;
        for (int chunk = _first[slot]; chunk != None; chunk = _next[chunk])
        {
            int part = Math.Min(ChunkOctets, _lengths[slot] - copied);
            _octets.AsSpan(chunk * ChunkOctets, part).CopyTo(room[copied..]);
            copied += part;
        }

        return copied;
    }

    public void Verify()
    {
        int chunks = 0;
        for (int chunk = _free; chunk != None; chunk = _next[chunk])
        {
            chunks++;
        }

        Invariant.Require(chunks == _freeCount);
        for (int slot = 0; slot < _first.Length; slot++)
        {
            int own = 0;
            for (int chunk = _first[slot]; chunk != None; chunk = _next[chunk])
            {
                own++;
            }

            Invariant.Require(own == ChunksOf(_lengths[slot]));
            chunks += own;
        }

        Invariant.Require(chunks == _next.Length);
    }

    private static int ChunksFor(EngineLimits limits) => (int)((long)limits.Bindings * limits.OptionOctets / ChunkOctets);

    private static int ChunksOf(int octets) => (octets + ChunkOctets - 1) / ChunkOctets;

    // The PDN connection ID is part of what the binding is, and stands there.
    private static bool IsKept(in MobilityOption option, out VendorSpecificOption fragment)
    {
        fragment = default;
        return option.Type == MobilityOptionType.VendorSpecific
            && VendorSpecificOption.TryRead(option.Data, out fragment) == WireStatus.Ok
            && fragment.IsThreeGpp
            && fragment.Subtype != (byte)ThreeGppSubtype.PdnConnectionId;
    }

    private int CopyOthers(int slot, ReadOnlySpan<bool> isAnew)
    {
        int length = 0;
        KeptOptionReader kept = new(_before.AsSpan(0, CopyTo(slot, _before)));
        while (kept.TryNext(out ThreeGppSubtype subtype, out ReadOnlySpan<byte> value))
        {
            if (!isAnew[(byte)subtype])
            {
                WriteHeader(length, (byte)subtype, value.Length);
                value.CopyTo(_after.AsSpan(length + KeptOptionReader.HeaderLength));
                length += KeptOptionReader.HeaderLength + value.Length;
            }
        }

        return length;
    }

    // Adds the options of an update, fragments joined; an option for which there is no room is left out whole.
    private int Append(ReadOnlySpan<byte> options, ref int length)
    {
        int lost = 0;
        int continued = None; // subtype of which a fragment is to follow
        bool isLost = false;
        int start = 0;
        MobilityOptionReader reader = new(options);
        while (reader.TryNext(out MobilityOption option))
        {
            if (!IsKept(option, out VendorSpecificOption fragment))
            {
                continue;
            }

            bool isFirst = fragment.Subtype != continued;
            continued = fragment.IsContinued ? fragment.Subtype : None;
            isLost &= !isFirst;
            if (isLost)
            {
                continue;
            }

            start = isFirst ? length : start;
            int end = (isFirst ? length + KeptOptionReader.HeaderLength : length) + fragment.Data.Length;
            if (end > OctetsPerBindingMax)
            {
                isLost = true;
                lost++;
                length = start;
                continue;
            }

            fragment.Data.CopyTo(_after.AsSpan(end - fragment.Data.Length));
            length = end;
            WriteHeader(start, fragment.Subtype, length - start - KeptOptionReader.HeaderLength);
        }

        return lost;
    }

    private void WriteHeader(int offset, byte subtype, int length)
    {
        _after[offset] = subtype;
        BinaryPrimitives.WriteUInt16BigEndian(_after.AsSpan(offset + 1), (ushort)length);
    }

    // Writes as many whole options as there are chunks for; says how many are left out.
    private int Write(int slot, ReadOnlySpan<byte> options)
    {
        int fits = 0;
        int lost = 0;
        KeptOptionReader reader = new(options);
        for (int end = 0; reader.TryNext(out _, out ReadOnlySpan<byte> value);)
        {
            end += KeptOptionReader.HeaderLength + value.Length;
            bool hasRoom = lost == 0 && ChunksOf(end) <= _freeCount;
            fits = hasRoom ? end : fits;
            lost += hasRoom ? 0 : 1;
        }

        int last = None;
        for (int written = 0; written < fits; written += ChunkOctets)
        {
            int chunk = _free;
            _free = _next[chunk];
            _freeCount--;
            _next[chunk] = None;
            options[written..Math.Min(written + ChunkOctets, fits)].CopyTo(_octets.AsSpan(chunk * ChunkOctets));
            if (last == None)
            {
                _first[slot] = chunk;
            }
            else
            {
                _next[last] = chunk;
            }

            last = chunk;
        }

        _lengths[slot] = (ushort)fits;
        return lost;
    }
}
