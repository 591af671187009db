using System;
using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Pmip.DataPath;
using Pmip.DataPath.SlowPath;
using Pmip.Foundation.Addressing;
using Xunit;

namespace Pmip.Unit.DataPath.SlowPath;

public sealed class GreDatagramTests
{
    private static readonly byte[] s_payload = [0x45, 1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(0x2000, 0)]
    [InlineData(0x3000, 0)]
    [InlineData(0xA000, 0)]
    [InlineData(0xB000, 0)]
    public void Read_EveryCombinationWithAKey_GivesKeySequenceAndPayload(int flags, int wrong)
    {
        byte[] octets = Make(flags, 0x0800, (ushort)wrong);
        Assert.True(GreDatagram.TryRead(octets, out GreDatagram gre, out _));
        Assert.Equal(0xA1B2C3D4u, gre.Key.Value);
        Assert.Equal((flags & 0x1000) != 0, gre.HasSequence);
        Assert.Equal((flags & 0x1000) != 0 ? 77u : 0u, gre.Sequence);
        Assert.False(gre.IsIpv6);
        Assert.Equal(s_payload, gre.Payload.ToArray());
    }

    [Theory]
    [InlineData(0x0000, 0x0800, 0, DropReason.GreKeyAbsent)]
    [InlineData(0x6000, 0x0800, 0, DropReason.GreFlags)]
    [InlineData(0x2001, 0x0800, 0, DropReason.GreFlags)]
    [InlineData(0x2000, 0x6558, 0, DropReason.GreProtocol)]
    [InlineData(0xA000, 0x0800, 1, DropReason.GreChecksum)]
    public void Read_WhatIsNotOurs_IsDroppedWithItsReason(int flags, int protocol, int wrong, DropReason expected)
    {
        Assert.False(GreDatagram.TryRead(Make(flags, protocol, (ushort)wrong), out _, out DropReason why));
        Assert.Equal(expected, why);
    }

    [Fact]
    public void Read_EveryPrefixOfADatagram_IsTruncatedOrHasAnEmptyPayload()
    {
        byte[] octets = Make(0xB000, 0x86DD, 0);
        for (int length = 0; length < GreDatagram.HeaderLengthMax; length++)
        {
            Assert.False(GreDatagram.TryRead(octets.AsSpan(0, length), out _, out DropReason why));
            Assert.Equal(DropReason.Truncated, why);
        }
    }

    [Fact]
    public void Write_AnyKeyAndSequence_IsReadBack() =>
        Prop.ForAll<uint, uint, bool>((key, sequence, isIpv6) =>
        {
            Span<byte> room = stackalloc byte[GreDatagram.HeaderLengthMax];
            int length = GreDatagram.Write(room, new GreKey(key), sequence, isIpv6);
            bool isNumbered = GreDatagram.TryRead(room[..length], out GreDatagram gre, out _)
                && gre.Key.Value == key && gre.HasSequence && gre.Sequence == sequence && gre.IsIpv6 == isIpv6 && gre.Payload.IsEmpty;
            length = GreDatagram.Write(room, new GreKey(key), null, isIpv6);
            return isNumbered && GreDatagram.TryRead(room[..length], out gre, out _) && gre.Key.Value == key && !gre.HasSequence
                && GreDatagram.TryReadQuotedKey(room[..8], out GreKey quoted) && quoted.Value == key && !GreDatagram.TryReadQuotedKey(room[..7], out _);
        }).QuickCheckThrowOnFailure();

    private static byte[] Make(int flags, int protocol, ushort wrong)
    {
        bool hasChecksum = (flags & 0x8000) != 0;
        bool hasSequence = (flags & 0x1000) != 0;
        byte[] octets = new byte[4 + (hasChecksum ? 4 : 0) + 4 + (hasSequence ? 4 : 0) + s_payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)flags);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), (ushort)protocol);
        int at = hasChecksum ? 8 : 4;
        BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(at), 0xA1B2C3D4);
        at += 4;
        if (hasSequence)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(at), 77);
            at += 4;
        }

        s_payload.CopyTo(octets, at);
        if (hasChecksum)
        {
            BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)(InternetSum.Of(octets) ^ wrong));
        }

        return octets;
    }
}
