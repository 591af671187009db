using System;
using System.Collections.Concurrent;
using Pmip.Appliance.State;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Unit.Engine.Lma;
using Xunit;

namespace Pmip.Unit.State;

public sealed class ReservationKeeperTests
{
    private static readonly EngineLimits Limits = new();

    private readonly Outbox _outbox = new();

    [Fact]
    [Trait("Requirement", "R19")]
    public void Reservations_Kept_AndTakenUpByANewAnchor_AreTheSame()
    {
        FallibleFolder folder = new();
        AnchorBench before = new();
        Reserve(before, 0x0A0B0C0D, "mn1@example.com"u8, pdnConnectionId: null);
        Reserve(before, 7, "mn2@example.com"u8, pdnConnectionId: 3);
        using (ReservationKeeper keeper = new(folder, Limits, Fail))
        {
            keeper.Note(before.Anchor);
        }

        Assert.Equal(StateLoad.Whole, ReservationKeeper.TryLoad(folder, Limits, out ReadOnlySpan<byte> content));
        AnchorBench after = new();
        while (ReservationFile.TryTake(ref content, out GreKey key, out KeyReservationRequest request))
        {
            _outbox.Clear();
            Assert.Equal(KeyReservationStatus.Reserved, after.Anchor.ReserveKey(key, request, after.Now, _outbox));
        }

        Assert.True(after.Anchor.TryReadReservation(0, out KeyReservationView first));
        Assert.Equal(new GreKey(0x0A0B0C0D), first.Key);
        Assert.Null(first.PdnConnectionId);
        Assert.True(after.Anchor.TryReadReservation(1, out KeyReservationView second));
        Assert.Equal("mn2@example.com"u8.ToArray(), second.Identifier.ToArray());
        Assert.Equal((byte)3, second.PdnConnectionId);
        Assert.False(after.Anchor.TryReadReservation(2, out _));
    }

    [Fact]
    public void Reservations_Read_CutAnywhere_AreThoseThatAreWhole()
    {
        AnchorBench bench = new();
        Reserve(bench, 1, "mn1@example.com"u8, pdnConnectionId: null);
        Reserve(bench, 2, "mn2@example.com"u8, pdnConnectionId: null);
        byte[] room = new byte[ReservationFile.ContentMax(Limits)];
        int whole = ReservationFile.Write(bench.Anchor, room);
        for (int length = 0; length <= whole; length++)
        {
            ReadOnlySpan<byte> content = room.AsSpan(0, length);
            int count = 0;
            while (ReservationFile.TryTake(ref content, out GreKey key, out _))
            {
                Assert.Equal((uint)++count, key.Value);
            }

            Assert.Equal(length == whole ? 2 : length >= whole / 2 ? 1 : 0, count);
        }
    }

    [Fact]
    public void Reservations_NotKept_AreComplainedOf()
    {
        ConcurrentQueue<string> complaints = new();
        FallibleFolder folder = new() { IsReadOnly = true };
        AnchorBench bench = new();
        Reserve(bench, 1, "mn1@example.com"u8, pdnConnectionId: null);
        using (ReservationKeeper keeper = new(folder, Limits, complaints.Enqueue))
        {
            keeper.Note(bench.Anchor);
        }

        Assert.Contains("the reserved keys cannot be kept", Assert.Single(complaints), StringComparison.Ordinal);
    }

    private void Reserve(AnchorBench bench, uint key, ReadOnlySpan<byte> identifier, byte? pdnConnectionId)
    {
        KeyReservationRequest request = new() { Identifier = identifier, AccessPoint = "internet"u8, PdnConnectionId = pdnConnectionId };
        _outbox.Clear();
        Assert.Equal(KeyReservationStatus.Reserved, bench.Anchor.ReserveKey(new GreKey(key), request, bench.Now, _outbox));
    }

    private static void Fail(string complaint) => Assert.Fail(complaint);
}
