using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Threading;
using Pmip.Engine.Restoration;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.State;

/// <summary>
/// The bindings of one engine in memory that outlives the process: a place for each slot, the restart counters of the peers, and what rests.
/// A process may die between any two stores. So a record is written beside its place first: whoever comes next finds the old one or the new
/// one, whole. Nothing that stands here is believed without its checksum.
/// </summary>
/// <remarks>
/// Layout: a header, one record beside its place, peers, rests, slots. A slot is the length of its record (all 0 for none), the checksum of
/// number and record, the record. Stores are in order for whoever reads after the process is gone.
/// </remarks>
internal sealed class KeptBindings
{
    /// <summary>Starts in a row that may try to restore before one has done a turn: what is kept may be what they die of.</summary>
    public const int AttemptsMax = 3;

    private const uint Layout = 1;
    private const ulong Magic = 0x5450_454B_5049_4D50; // PMIPKEPT
    private const int HeaderLength = 4096;
    private const int ChecksumOffset = 56;
    private const int SweepOffset = 64;
    private const int AttemptsOffset = 68;
    private const int BesideOffset = 72; // number of the slot and 1, or 0
    private const int BesideRecordOffset = 1024;
    private const int SlotHeaderLength = 8;
    private const uint Taken = 0x5A5A_0000; // in the upper half of the length, so that no flipped bit makes none of a record
    private const int PeerLength = 32;
    private const int RestLength = 64;
    private readonly IKeptMemory _memory;
    private readonly KeptShape _shape;
    private readonly int _stride;
    private readonly byte[] _room;
    private int _nextRest;
    private bool _isSweeping;

    /// <summary>Takes memory of <see cref="LengthFor"/> octets, whatever it holds.</summary>
    public KeptBindings(IKeptMemory memory, KeptShape shape)
    {
        Invariant.Require(memory.Length == LengthFor(shape));
        Invariant.Require(SlotHeaderLength + shape.RecordLength <= HeaderLength - BesideRecordOffset);
        _memory = memory;
        _shape = shape;
        _stride = StrideOf(shape);
        _room = new byte[shape.RecordLength];
        Foreignness = FindForeignness();
        _isSweeping = IsOurs && Word(SweepOffset) != 0;
    }

    /// <summary>Octets that the bindings of a shape take.</summary>
    public static long LengthFor(KeptShape shape) =>
        HeaderLength + ((long)shape.Peers * PeerLength) + ((long)shape.Rests * RestLength) + ((long)shape.Slots * StrideOf(shape));

    /// <summary>True when a process of the same shape wrote here before, since the machine booted.</summary>
    public bool IsOurs => Foreignness.Length == 0;

    /// <summary>True when nothing at all was kept here.</summary>
    public bool IsBlank { get; private set; }

    /// <summary>Why what stands here is not for a process of this shape, as a clause; empty when it is.</summary>
    public string Foreignness { get; }

    /// <summary>The restart counter of that process.</summary>
    public uint RestartCounter => Word(48);

    /// <summary>Starts that tried to restore this since one has done a turn.</summary>
    public int Attempts
    {
        get => (int)Math.Min(Word(AttemptsOffset), int.MaxValue);
        set => SetWord(AttemptsOffset, (uint)value);
    }

    /// <summary>True while bindings end together, which their records do not show.</summary>
    public bool IsSweeping
    {
        get => _isSweeping;
        set
        {
            if (value != _isSweeping)
            {
                _isSweeping = value;
                SetWord(SweepOffset, value ? 1U : 0U);
            }
        }
    }

    /// <summary>Number of slots.</summary>
    public int Slots => _shape.Slots;

    /// <summary>Number of peers.</summary>
    public int Peers => _shape.Peers;

    /// <summary>Number of rests.</summary>
    public int Rests => _shape.Rests;

    /// <summary>Where a record is made before it is written.</summary>
    public Span<byte> Room => _room;

    /// <summary>Begins anew with nothing kept.</summary>
    public void Begin(uint restartCounter)
    {
        SetWord(ChecksumOffset, 0); // Whoever comes while this is under way finds nothing.
        for (int slot = 0; slot < Slots; slot++)
        {
            Remove(slot);
        }

        _memory.At(HeaderLength, (Peers * PeerLength) + (Rests * RestLength)).Clear();
        _nextRest = 0;
        IsSweeping = false;
        Span<byte> header = _memory.At(0, HeaderLength);
        header.Clear();
        WriteHeader(header, restartCounter);
        SetWord(ChecksumOffset, Crc32C.Of(Layout, header[..ChecksumOffset]));
    }

    /// <summary>Reads the record of a slot; false when it has none, or one that is <paramref name="isDamaged"/>.</summary>
    public bool TryRead(int slot, out ReadOnlySpan<byte> record, out bool isDamaged)
    {
        Span<byte> place = _memory.At(PlaceOf(slot), _stride);
        bool isUnderWay = Word(BesideOffset) == (uint)slot + 1;
        if (isUnderWay && TryReadAt(_memory.At(BesideRecordOffset, _stride), slot, out record))
        {
            isDamaged = false;
            return true;
        }

        bool isThere = TryReadAt(place, slot, out record);
        isDamaged = !isThere && (isUnderWay || BinaryPrimitives.ReadUInt32LittleEndian(place) != 0);
        return isThere;
    }

    /// <summary>Writes the record of a slot.</summary>
    public void Write(int slot, ReadOnlySpan<byte> record)
    {
        Span<byte> beside = _memory.At(BesideRecordOffset, _stride);
        uint checksum = Crc32C.Of((uint)slot, record);
        WriteAt(beside, record, checksum);
        SetWord(BesideOffset, (uint)slot + 1);
        Span<byte> place = _memory.At(PlaceOf(slot), _stride);
        WriteAt(place, record, checksum);
        SetWord(BesideOffset, 0);
    }

    /// <summary>Empties a slot.</summary>
    public void Remove(int slot)
    {
        Span<byte> place = _memory.At(PlaceOf(slot), _stride);
        if (BinaryPrimitives.ReadUInt32LittleEndian(place) != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(place, 0);
        }
    }

    /// <summary>Keeps the restart counter that a peer has told.</summary>
    public void WritePeer(int peer, IpAddress address, uint counter)
    {
        Span<byte> place = _memory.At(HeaderLength + ((long)peer * PeerLength), PeerLength);
        BinaryPrimitives.WriteUInt64LittleEndian(place[8..], address.High);
        BinaryPrimitives.WriteUInt64LittleEndian(place[16..], address.Low);
        BinaryPrimitives.WriteUInt32LittleEndian(place[24..], counter);
        BinaryPrimitives.WriteUInt32LittleEndian(place, Crc32C.Of((uint)peer, place[8..]));
    }

    /// <summary>Reads it; false when there is none, or it was not written whole: then it is as if the peer had not told it.</summary>
    public bool TryReadPeer(int peer, out IpAddress address, out uint counter)
    {
        ReadOnlySpan<byte> place = _memory.At(HeaderLength + ((long)peer * PeerLength), PeerLength);
        address = new IpAddress(BinaryPrimitives.ReadUInt64LittleEndian(place[8..]), BinaryPrimitives.ReadUInt64LittleEndian(place[16..]));
        counter = BinaryPrimitives.ReadUInt32LittleEndian(place[24..]);
        return !address.IsUnspecified && BinaryPrimitives.ReadUInt32LittleEndian(place) == Crc32C.Of((uint)peer, place[8..]);
    }

    /// <summary>Keeps what rests, in the place of what was added longest ago.</summary>
    public void AddRest(in KeptRest rest)
    {
        Span<byte> place = _memory.At(RestPlaceOf(_nextRest), RestLength);
        BinaryPrimitives.WriteInt32LittleEndian(place[4..], rest.SessionIndex);
        BinaryPrimitives.WriteUInt32LittleEndian(place[8..], rest.Key.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(place[12..], rest.HomeAddress4.IPv4);
        BinaryPrimitives.WriteInt64LittleEndian(place[16..], rest.Until.Microseconds);
        for (int i = 0; i < IpPrefixList.Capacity; i++)
        {
            bool isPoolUnit = i < rest.HomeNetworkPrefixes.Count && rest.HomeNetworkPrefixes[i].Length == 64;
            BinaryPrimitives.WriteUInt64LittleEndian(place[(24 + (8 * i))..], isPoolUnit ? rest.HomeNetworkPrefixes[i].Address.High : 0);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(place, Crc32C.Of((uint)_nextRest, place[4..]));
        _nextRest = _nextRest + 1 == Rests ? 0 : _nextRest + 1;
    }

    /// <summary>Reads a rest; false when there is none, or it was not written whole. What is added from now on comes after the last one read.</summary>
    public bool TryReadRest(int number, out KeptRest rest)
    {
        rest = default;
        ReadOnlySpan<byte> place = _memory.At(RestPlaceOf(number), RestLength);
        long until = BinaryPrimitives.ReadInt64LittleEndian(place[16..]);
        if (until is <= 0 or >= long.MaxValue / 4
            || BinaryPrimitives.ReadUInt32LittleEndian(place) != Crc32C.Of((uint)number, place[4..]))
        {
            return false;
        }

        uint home = BinaryPrimitives.ReadUInt32LittleEndian(place[12..]);
        rest.SessionIndex = BinaryPrimitives.ReadInt32LittleEndian(place[4..]);
        rest.Key = new GreKey(BinaryPrimitives.ReadUInt32LittleEndian(place[8..]));
        rest.HomeAddress4 = home == 0 ? default : IpAddress.FromIPv4(home);
        rest.Until = new Instant(until);
        for (int i = 0; i < IpPrefixList.Capacity; i++)
        {
            ulong high = BinaryPrimitives.ReadUInt64LittleEndian(place[(24 + (8 * i))..]);
            if (high != 0)
            {
                rest.HomeNetworkPrefixes.TryAdd(new IpPrefix(new IpAddress(high, 0), 64));
            }
        }

        return true;
    }

    /// <summary>What is added next takes this place.</summary>
    public void GoOnAfterRest(int number) => _nextRest = (number + 1) % Rests;

    private static int StrideOf(KeptShape shape) => (SlotHeaderLength + shape.RecordLength + 7) & ~7;

    private long RestPlaceOf(int number) => HeaderLength + ((long)Peers * PeerLength) + ((long)number * RestLength);

    private long PlaceOf(int slot) => RestPlaceOf(Rests) + ((long)slot * _stride);

    private uint Word(int offset) => Volatile.Read(ref MemoryMarshal.AsRef<uint>(_memory.At(offset, sizeof(uint))));

    private void SetWord(int offset, uint value) =>
        Volatile.Write(ref MemoryMarshal.AsRef<uint>(_memory.At(offset, sizeof(uint))), value);

    private string FindForeignness()
    {
        Span<byte> expected = stackalloc byte[ChecksumOffset];
        expected.Clear();
        WriteHeader(expected, RestartCounter);
        ReadOnlySpan<byte> header = _memory.At(0, HeaderLength)[..ChecksumOffset];
        IsBlank = !header.ContainsAnyExcept((byte)0);
        bool isWhole = BinaryPrimitives.ReadUInt64LittleEndian(header) == Magic && Word(ChecksumOffset) == Crc32C.Of(Layout, header);
        return IsBlank ? "none were kept"
            : _shape.Boot.IsUnknown ? "the kernel does not say which boot of the machine this is"
            : !isWhole ? "what was kept is damaged, being changed, or of another version"
            : !header[32..48].SequenceEqual(expected[32..48]) ? "what was kept is from before the machine booted"
            : !header[12..14].SequenceEqual(expected[12..14]) ? "what was kept is of another role or specification"
            : header.SequenceEqual(expected) ? ""
            : "what was kept is of a process with other limits";
    }

    private void WriteHeader(Span<byte> header, uint restartCounter)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Layout);
        header[12] = _shape.IsAnchor ? (byte)1 : (byte)0;
        header[13] = (byte)_shape.Mode;
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], _shape.Slots);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], _shape.Peers);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], _shape.RecordLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], _shape.KeyBits);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], _shape.Boot.High);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], _shape.Boot.Low);
        BinaryPrimitives.WriteUInt32LittleEndian(header[48..], restartCounter);
    }

    private static void WriteAt(Span<byte> place, ReadOnlySpan<byte> record, uint checksum)
    {
        ref uint length = ref MemoryMarshal.AsRef<uint>(place);
        Volatile.Write(ref length, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(place[4..], checksum);
        record.CopyTo(place[SlotHeaderLength..]);
        Volatile.Write(ref length, Taken | (uint)record.Length);
    }

    private bool TryReadAt(ReadOnlySpan<byte> place, int slot, out ReadOnlySpan<byte> record)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(place) ^ Taken;
        record = length is 0 || length > (uint)_shape.RecordLength ? default : place.Slice(SlotHeaderLength, (int)length);
        return !record.IsEmpty && BinaryPrimitives.ReadUInt32LittleEndian(place[4..]) == Crc32C.Of((uint)slot, record);
    }
}
