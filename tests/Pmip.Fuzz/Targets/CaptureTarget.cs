using System;
using System.Collections.Generic;
using Pmip.Wire.Capture;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: an octet and a capture file, pcap or pcapng. Read at once and through a window that grows by as many octets as the
/// first one says, it must give the same packets and end the same way.
/// </summary>
internal sealed class CaptureTarget() : FuzzTarget("capture")
{
    public override int LengthMax => 2048;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        [0x0A, 0x0D, 0x0D, 0x0A], [0x4D, 0x3C, 0x2B, 0x1A], [0x1A, 0x2B, 0x3C, 0x4D], [0xD4, 0xC3, 0xB2, 0xA1], [6, 0, 0, 0], [1, 0, 0, 0], [3, 0, 0, 0],
        [9, 0, 1, 0], [14, 0, 8, 0], [28, 0, 0, 0], [32, 0, 0, 0],
    ];

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        int step = 1 + (input.IsEmpty ? 0 : input[0] & 63);
        ReadOnlySpan<byte> capture = input.IsEmpty ? input : input[1..];
        meter.Start();
        ulong whole = Read(capture, capture.Length);
        ulong inSteps = Read(capture, step);
        meter.Stop();
        OracleException.Require(whole == inSteps, "a capture is the same in one piece and in many");
    }

    private static ulong Read(ReadOnlySpan<byte> capture, int step)
    {
        var reader = default(CaptureReader);
        ulong digest = 0xCBF2_9CE4_8422_2325;
        int start = 0;
        int end = Math.Min(step, capture.Length);
        while (true)
        {
            CaptureStatus status = reader.TryRead(capture[start..end], out int consumed, out CapturedPacket packet);
            OracleException.Require(consumed >= 0 && consumed <= end - start, "a reader takes what it was given");
            start += consumed;
            if (status == CaptureStatus.NeedMore && end < capture.Length)
            {
                end = Math.Min(end + Math.Max(step, 1), capture.Length);
                continue;
            }

            digest = Mix(digest, (ulong)status);
            if (status != CaptureStatus.Packet)
            {
                return Mix(digest, (ulong)reader.SkippedBlocks);
            }

            digest = Mix(Mix(digest, (ulong)packet.LinkType | ((ulong)packet.OriginalLength << 16)), unchecked((ulong)packet.Nanoseconds));
            foreach (byte octet in packet.Octets)
            {
                digest = Mix(digest, octet);
            }
        }
    }

    private static ulong Mix(ulong digest, ulong value) => unchecked((digest ^ value) * 0x0000_0100_0000_01B3UL);
}
