using System;
using Pmip.Fuzz.Mutations;
using Pmip.Wire.Capture;
using Pmip.Wire.Packets;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: an octet and a frame. Its low three bits choose the link type, the next says that the capture cut the frame short, and
/// the next that lengths and checksums are to be put right first. The frame is dissected to the last layer.
/// </summary>
internal sealed class PacketTarget() : FuzzTarget("packet")
{
    private static readonly LinkType[] s_linkTypes =
    [
        LinkType.Raw, LinkType.Ethernet, LinkType.LinuxCooked, LinkType.LinuxCooked2, LinkType.Null, LinkType.Ipv6, LinkType.Ipv4, (LinkType)999,
    ];

    private readonly Dissections _dissections = new();
    private readonly byte[] _frame = new byte[2048];
    private LinkType _linkType;
    private bool _isCutShort;

    public override int LengthMax => 1600;

    public override bool TakesPackets => true;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        byte choice = input.IsEmpty ? (byte)0 : input[0];
        ReadOnlySpan<byte> frame = input.IsEmpty ? input : input[1..];
        _linkType = s_linkTypes[choice & 7];
        _isCutShort = (choice & 8) != 0;
        if ((choice & 16) != 0)
        {
            frame.CopyTo(_frame);
            FrameRepair.Repair(_frame.AsSpan(0, frame.Length), _linkType == LinkType.Ethernet);
            frame = _frame.AsSpan(0, frame.Length);
        }

        _dissections.Run(frame, Dissect, meter);
    }

    public override byte[] OfPacket(byte[] packet) => [1, .. packet];

    private void Dissect(ReadOnlySpan<byte> frame, Wire.Dissection.DissectionWriter writer) =>
        PacketDissector.DissectFrame(_linkType, frame, _isCutShort, writer);
}
