using System;
using System.Buffers.Binary;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Time;
using Pmip.Linux.Processes;
using Pmip.Linux.Watchdog;

namespace Pmip.Board.Resets;

/// <summary>
/// A <see cref="RunRecord"/> as 512 octets, one sector of every medium. All numbers big-endian:
/// <code>
/// 0 magic (4) | 4 end, cause, flags, 0 | 8 sequence | 16 run | 24 boot identity (16) | 40 began | 48 began, time of day
/// 56 alive | 64 alive, time of day | 72 generation | 80 its check | 88 since | 96 deadline | 104 silence | 112 panics
/// 120 boot status (4) | 124 0 (4) | 128 loop (1 + 39) | 168 build (1 + 47) | 216 detail (1 + 111) | zeros | 504 check (8)
/// </code>
/// </summary>
internal static class RunRecordCodec
{
    public const int Length = 512;

    private const uint Magic = 0x504D_5231; // PMR1
    private const int CheckAt = 504;
    private const int LoopAt = 128;
    private const int LoopLength = 40;
    private const int BuildAt = 168;
    private const int BuildLength = 48;
    private const int DetailAt = 216;
    private const int DetailLength = 112;
    private const byte MachineRestarted = 1;
    private const byte WasSafeMode = 2;
    private const byte IsForgiven = 4;
    private const byte SafeModeIsOrdered = 8;
    private static readonly SipHash Check = new(0x706D_6970_7275_6E72, 0x6563_6F72_6463_6B31);

    public static void Write(in RunRecord record, Span<byte> sector)
    {
        sector = sector[..Length];
        sector.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(sector, Magic);
        sector[4] = (byte)record.End;
        sector[5] = (byte)record.Cause;
        sector[6] = (byte)((record.MachineRestarted ? MachineRestarted : 0) | (record.WasSafeMode ? WasSafeMode : 0)
            | (record.IsForgiven ? IsForgiven : 0) | (record.SafeModeIsOrdered ? SafeModeIsOrdered : 0));
        BinaryPrimitives.WriteUInt64BigEndian(sector[8..], record.Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(sector[16..], record.Run);
        BinaryPrimitives.WriteUInt64BigEndian(sector[24..], record.Boot.High);
        BinaryPrimitives.WriteUInt64BigEndian(sector[32..], record.Boot.Low);
        BinaryPrimitives.WriteInt64BigEndian(sector[40..], record.Began.Microseconds);
        BinaryPrimitives.WriteInt64BigEndian(sector[48..], record.BeganUnixMicroseconds);
        BinaryPrimitives.WriteInt64BigEndian(sector[56..], record.Alive.Microseconds);
        BinaryPrimitives.WriteInt64BigEndian(sector[64..], record.AliveUnixMicroseconds);
        BinaryPrimitives.WriteUInt64BigEndian(sector[72..], record.Generation);
        BinaryPrimitives.WriteUInt64BigEndian(sector[80..], record.GenerationCheck);
        BinaryPrimitives.WriteInt64BigEndian(sector[88..], record.GenerationSince.Microseconds);
        BinaryPrimitives.WriteInt64BigEndian(sector[96..], record.Deadline.Microseconds);
        BinaryPrimitives.WriteInt64BigEndian(sector[104..], record.Silence.Microseconds);
        BinaryPrimitives.WriteUInt64BigEndian(sector[112..], record.PanicsCheck);
        BinaryPrimitives.WriteUInt32BigEndian(sector[120..], (uint)record.BootStatus);
        Write(record.Loop, sector.Slice(LoopAt, LoopLength));
        Write(record.Build, sector.Slice(BuildAt, BuildLength));
        Write(record.Detail, sector.Slice(DetailAt, DetailLength));
        BinaryPrimitives.WriteUInt64BigEndian(sector[CheckAt..], Check.Strong(sector[..CheckAt]));
    }

    /// <summary>False for a sector that was never written, was written in part, or is none of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> sector, out RunRecord record)
    {
        sector = sector[..Length];
        record = default;
        if (BinaryPrimitives.ReadUInt32BigEndian(sector) != Magic
            || BinaryPrimitives.ReadUInt64BigEndian(sector[CheckAt..]) != Check.Strong(sector[..CheckAt])
            || !AreInRange(sector))
        {
            return false;
        }

        record = new RunRecord
        {
            End = (RunEnd)sector[4],
            Cause = (ResetCause)sector[5],
            MachineRestarted = (sector[6] & MachineRestarted) != 0,
            WasSafeMode = (sector[6] & WasSafeMode) != 0,
            IsForgiven = (sector[6] & IsForgiven) != 0,
            SafeModeIsOrdered = (sector[6] & SafeModeIsOrdered) != 0,
            Sequence = BinaryPrimitives.ReadUInt64BigEndian(sector[8..]),
            Run = BinaryPrimitives.ReadUInt64BigEndian(sector[16..]),
            Boot = new BootIdentity(BinaryPrimitives.ReadUInt64BigEndian(sector[24..]), BinaryPrimitives.ReadUInt64BigEndian(sector[32..])),
            Began = new Instant(BinaryPrimitives.ReadInt64BigEndian(sector[40..])),
            BeganUnixMicroseconds = BinaryPrimitives.ReadInt64BigEndian(sector[48..]),
            Alive = new Instant(BinaryPrimitives.ReadInt64BigEndian(sector[56..])),
            AliveUnixMicroseconds = BinaryPrimitives.ReadInt64BigEndian(sector[64..]),
            Generation = BinaryPrimitives.ReadUInt64BigEndian(sector[72..]),
            GenerationCheck = BinaryPrimitives.ReadUInt64BigEndian(sector[80..]),
            GenerationSince = new Instant(BinaryPrimitives.ReadInt64BigEndian(sector[88..])),
            Deadline = new Duration(BinaryPrimitives.ReadInt64BigEndian(sector[96..])),
            Silence = new Duration(BinaryPrimitives.ReadInt64BigEndian(sector[104..])),
            PanicsCheck = BinaryPrimitives.ReadUInt64BigEndian(sector[112..]),
            BootStatus = (WatchdogBootStatus)(BinaryPrimitives.ReadUInt32BigEndian(sector[120..]) & int.MaxValue),
            Loop = Text(sector.Slice(LoopAt, LoopLength)),
            Build = Text(sector.Slice(BuildAt, BuildLength)),
            Detail = Text(sector.Slice(DetailAt, DetailLength)),
        };
        return true;
    }

    // The check keeps chance away; a file that somebody made may have a right check and still be wrong.
    private static bool AreInRange(ReadOnlySpan<byte> sector)
    {
        bool areIn = sector[4] <= (byte)RunEnd.Failed && sector[5] <= (byte)ResetCause.PowerLoss;
        foreach (int instantAt in (ReadOnlySpan<int>)[40, 48, 56, 64, 88, 96, 104])
        {
            areIn &= BinaryPrimitives.ReadInt64BigEndian(sector[instantAt..]) >= 0;
        }

        return areIn && sector[LoopAt] < LoopLength && sector[BuildAt] < BuildLength && sector[DetailAt] < DetailLength;
    }

    private static void Write(RecordText text, Span<byte> room)
    {
        ReadOnlySpan<byte> octets = text.Octets[..Math.Min(text.Octets.Length, room.Length - 1)];
        room[0] = (byte)octets.Length;
        octets.CopyTo(room[1..]);
    }

    private static RecordText Text(ReadOnlySpan<byte> room) => RecordText.Of(room.Slice(1, room[0]));
}
