using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Packets;

/// <summary>
/// The Layer 2 Update frame: what an access point sends on behalf of a station that has associated, so that bridges learn its
/// place (IEEE 802.11F 6.3; hostapd does so). An 802.3 frame to everybody from the station's address that holds an XID
/// response of the null LSAP.
/// </summary>
public static class LayerTwoUpdate
{
    /// <summary>Octets of the frame without padding.</summary>
    public const int FrameLength = EthernetHeader.Length + PayloadLength;

    private const int PayloadLength = 6;

    // Destination and source LSAP, control (XID with the final bit), then format, class and window of the XID field.
    private static ReadOnlySpan<byte> Identification => [0x00, 0x01, 0xAF, 0x81, 0x01, 0x00];

    /// <summary>True when <paramref name="header"/> begins such a frame. The source of the frame is the station.</summary>
    public static bool Is(scoped in EthernetHeader header) =>
        header.Type == PayloadLength && header.Destination == MacAddress.Broadcast && header.Payload.StartsWith(Identification);

    /// <summary>Writes the frame of <paramref name="station"/>.</summary>
    public static WireStatus EmitFrame(MacAddress station, Span<byte> room, out int written)
    {
        WireStatus status = EthernetHeader.Emit(room, MacAddress.Broadcast, station, PayloadLength, out written);
        if (status == WireStatus.Ok && room.Length < FrameLength)
        {
            written = 0;
            return WireStatus.NoRoom;
        }

        if (status == WireStatus.Ok)
        {
            Identification.CopyTo(room[written..]);
            written = FrameLength;
        }

        return status;
    }
}
