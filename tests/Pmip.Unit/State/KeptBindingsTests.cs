using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.State;
using Pmip.Engine.Configuration;
using Pmip.Engine.Restoration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Xunit;

namespace Pmip.Unit.State;

/// <summary>Memory that outlives a process: what was written is there, and what is there was written.</summary>
public sealed class KeptBindingsTests
{
    private const int Beside = 72;
    private static readonly KeptShape s_shape = new(true, SpecificationMode.ThreeGpp, 6, 2, 64, 12, new BootIdentity(3, 4));

    [Fact]
    public void Records_WrittenAndRemoved_AreThereForTheNextProcess() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<(byte Slot, byte[] Record)[]>(), steps =>
        {
            Memory memory = new(s_shape);
            KeptBindings kept = Begun(memory);
            byte[]?[] expected = new byte[]?[s_shape.Slots];
            foreach ((byte number, byte[]? octets) in steps)
            {
                int slot = number % s_shape.Slots;
                byte[] record = [.. (octets ?? []).Take(s_shape.RecordLength)];
                expected[slot] = record.Length == 0 ? null : record;
                if (record.Length == 0)
                {
                    kept.Remove(slot);
                }
                else
                {
                    kept.Write(slot, record);
                }

                RequireHolds(new KeptBindings(memory, s_shape), expected);
            }
        }));

    [Fact]
    public void Record_OverWhichTheProcessDied_IsTheOldOneOrTheNewOne()
    {
        byte[] old = [1, 2, 3, 4, 5];
        byte[] next = [9, 8, 7, 6, 5, 4, 3];
        Memory before = new(s_shape);
        Begun(before).Write(2, old);
        Memory after = new([.. before.Octets]);
        new KeptBindings(after, s_shape).Write(2, next);
        byte[] number = new byte[sizeof(uint)];
        number[0] = 2 + 1;

        // The order of stores: the record beside its place, the number of the slot, the place, the number again.
        int[] changed = [.. Enumerable.Range(0, before.Octets.Length).Where(i => before.Octets[i] != after.Octets[i])];
        int[] beside = [.. changed.Where(i => i is >= 1024 and < 4096)];
        int[] place = [.. changed.Where(i => i >= 4096)];
        Memory torn = new([.. before.Octets]);
        foreach (int i in beside)
        {
            RequireRecord(torn, 2, old);
            torn.Octets[i] = after.Octets[i];
        }

        number.CopyTo(torn.Octets, Beside);
        foreach (int i in place)
        {
            RequireRecord(torn, 2, next);
            torn.Octets[i] = after.Octets[i];
        }

        RequireRecord(torn, 2, next);
        torn.Octets.AsSpan(Beside, sizeof(uint)).Clear();
        RequireRecord(torn, 2, next);
    }

    [Fact]
    public void Memory_WithAnyBitFlipped_GivesWhatWasWrittenOrSaysThatItIsDamaged()
    {
        Memory whole = new(s_shape);
        KeptBindings kept = Begun(whole);
        byte[][] records = [[1, 2, 3], [4, 5, 6, 7, 8, 9, 10, 11, 12], [13]];
        for (int slot = 0; slot < records.Length; slot++)
        {
            kept.Write(slot, records[slot]);
        }

        int damaged = 0;
        int strange = 0;
        for (int bit = 0; bit < whole.Octets.Length * 8; bit++)
        {
            Memory flipped = new([.. whole.Octets]);
            flipped.Octets[bit / 8] ^= (byte)(1 << (bit % 8));
            KeptBindings read = new(flipped, s_shape);
            strange += read.IsOurs ? 0 : 1;
            for (int slot = 0; slot < s_shape.Slots; slot++)
            {
                bool isThere = read.TryRead(slot, out ReadOnlySpan<byte> record, out bool isDamaged);
                damaged += isDamaged ? 1 : 0;
                Assert.False(isThere && isDamaged);
                Assert.True(!isThere || record.SequenceEqual(records[slot]));
                Assert.True(isThere || isDamaged || slot >= records.Length);
            }
        }

        // The checksum and its octets: those of the header, and of three records with lengths.
        Assert.Equal((56 + 4) * 8, strange);
        Assert.InRange(damaged, (3 * 8 + 13) * 8, (3 * 8 + 13 + 64 + 100) * 8);
    }

    [Fact]
    public void Memory_WithAnyOctets_IsReadWithoutHarm() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            Memory memory = new(s_shape);
            new Random(seed).NextBytes(memory.Octets);
            KeptBindings kept = new(memory, s_shape);
            Assert.False(kept.IsOurs);
            for (int i = 0; i < s_shape.Slots; i++)
            {
                Assert.False(kept.TryRead(i, out _, out _));
                Assert.False(kept.TryReadRest(i % kept.Rests, out _));
                Assert.False(kept.TryReadPeer(i % kept.Peers, out _, out _));
            }

            kept.Begin(7);
            RequireHolds(new KeptBindings(memory, s_shape), new byte[]?[s_shape.Slots]);
        }));

    [Fact]
    public void Memory_OfAnotherBootOrShape_IsNotOurs()
    {
        Memory memory = new(s_shape);
        Begun(memory);
        Assert.Equal(41U, new KeptBindings(memory, s_shape).RestartCounter);
        ExpectForeign("", s_shape);
        ExpectForeign("before the machine booted", s_shape with { Boot = new BootIdentity(3, 5) });
        ExpectForeign("which boot", s_shape with { Boot = default });
        ExpectForeign("other limits", s_shape with { KeyBits = 13 });
        ExpectForeign("specification", s_shape with { Mode = SpecificationMode.Ietf });
        ExpectForeign("another role", s_shape with { IsAnchor = false });
        memory.Octets[49] ^= 1;
        ExpectForeign("damaged", s_shape);
        Assert.False(new KeptBindings(memory, s_shape).IsBlank);
        KeptBindings blank = new(new Memory(s_shape), s_shape);
        Assert.True(blank is { IsOurs: false, IsBlank: true });

        void ExpectForeign(string reason, KeptShape shape)
        {
            KeptBindings kept = new(memory, shape);
            Assert.Equal(reason.Length == 0, kept.IsOurs);
            Assert.Contains(reason, kept.Foreignness, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void PeersAndRests_Written_AreThereForTheNextProcess()
    {
        Memory memory = new(s_shape);
        KeptBindings kept = Begun(memory);
        kept.WritePeer(1, IpAddress.Parse("2001:db8::7"), 99);
        KeptRest rest = new() { SessionIndex = 5, Key = new GreKey(0x1005), HomeAddress4 = IpAddress.Parse("10.0.0.9"), Until = new Instant(123_000) };
        rest.HomeNetworkPrefixes.TryAdd(IpPrefix.Parse("2001:db8:5::/64"));
        for (int i = 0; i <= kept.Rests; i++)
        {
            rest.SessionIndex = i;
            kept.AddRest(rest); // One more than there is room for: the oldest goes.
        }

        kept.IsSweeping = true;
        KeptBindings next = new(memory, s_shape);
        Assert.True(next.IsSweeping);
        Assert.True(next.TryReadPeer(1, out IpAddress address, out uint counter));
        Assert.Equal((IpAddress.Parse("2001:db8::7"), 99U), (address, counter));
        Assert.False(next.TryReadPeer(0, out _, out _));
        Assert.True(next.TryReadRest(0, out KeptRest newest));
        Assert.True(next.TryReadRest(1, out KeptRest oldest));
        Assert.Equal((kept.Rests, 1), (newest.SessionIndex, oldest.SessionIndex));
        Assert.Equal((rest.Key, rest.HomeAddress4, rest.Until), (newest.Key, newest.HomeAddress4, newest.Until));
        Assert.True(newest.HomeNetworkPrefixes.SetEquals(rest.HomeNetworkPrefixes));
    }

    [Fact]
    public void Checksum_OfCastagnoli_IsThatOfTheRfc()
    {
        // RFC 3720 B.4: 32 octets of zero. The place is four of them.
        Assert.Equal(0x8A91_36AAU, Crc32C.Of(0, new byte[28]));
    }

    private static KeptBindings Begun(Memory memory)
    {
        KeptBindings kept = new(memory, s_shape);
        kept.Begin(41);
        return kept;
    }

    private static void RequireHolds(KeptBindings kept, byte[]?[] expected)
    {
        Assert.True(kept.IsOurs);
        for (int slot = 0; slot < expected.Length; slot++)
        {
            Assert.Equal(expected[slot] is not null, kept.TryRead(slot, out ReadOnlySpan<byte> record, out bool isDamaged));
            Assert.False(isDamaged);
            Assert.True(record.SequenceEqual(expected[slot]));
        }
    }

    private static void RequireRecord(Memory memory, int slot, byte[] expected)
    {
        Assert.True(new KeptBindings(memory, s_shape).TryRead(slot, out ReadOnlySpan<byte> record, out _));
        Assert.Equal(expected, record.ToArray());
    }

    private sealed class Memory(byte[] octets) : IKeptMemory
    {
        public Memory(KeptShape shape)
            : this(new byte[KeptBindings.LengthFor(shape)])
        {
        }

        public byte[] Octets { get; } = octets;

        public long Length => Octets.Length;

        public Span<byte> At(long offset, int length) => Octets.AsSpan((int)offset, length);
    }
}
