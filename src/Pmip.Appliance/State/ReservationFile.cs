using System;
using System.Buffers.Binary;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.State;

/// <summary>
/// The reserved uplink keys (R19) as they are kept over a restart, one behind the other:
/// <code>
/// key (4) | has a PDN connection ID (1) | PDN connection ID (1) | length (1) | identifier | length (1) | APN
/// </code>
/// </summary>
internal static class ReservationFile
{
    /// <summary>Name of the file in the folder of state.</summary>
    public const string FileName = "reservations";

    private const int FixedLength = 8;
    private const int IdentifierAt = 7;

    /// <summary>Most octets of the content for an LMA with <paramref name="limits"/>.</summary>
    public static int ContentMax(EngineLimits limits) => limits.Reservations * (FixedLength + (2 * byte.MaxValue));

    /// <summary>Writes all reservations of the engine; gives the number of octets.</summary>
    public static int Write(LocalMobilityAnchor engine, Span<byte> room)
    {
        int length = 0;
        for (int place = 0; place < engine.ReservationCapacity; place++)
        {
            if (engine.TryReadReservation(place, out KeyReservationView view))
            {
                length += Write(view, room[length..]);
            }
        }

        return length;
    }

    /// <summary>Takes the first reservation off <paramref name="content"/>; false at the end, and when what is left is none.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> content, out GreKey key, out KeyReservationRequest request)
    {
        key = GreKey.None;
        request = default;
        if (content.Length < FixedLength || content.Length < FixedLength + content[IdentifierAt - 1])
        {
            return false;
        }

        int accessPointAt = FixedLength + content[IdentifierAt - 1];
        int accessPointLength = content[accessPointAt - 1];
        if (content.Length < accessPointAt + accessPointLength)
        {
            return false;
        }

        key = new GreKey(BinaryPrimitives.ReadUInt32BigEndian(content));
        request = new KeyReservationRequest
        {
            Identifier = content.Slice(IdentifierAt, accessPointAt - 1 - IdentifierAt),
            AccessPoint = content.Slice(accessPointAt, accessPointLength),
            PdnConnectionId = content[4] == 0 ? null : content[5],
        };
        content = content[(accessPointAt + accessPointLength)..];
        return true;
    }

    private static int Write(in KeyReservationView view, Span<byte> room)
    {
        BinaryPrimitives.WriteUInt32BigEndian(room, view.Key.Value);
        room[4] = view.PdnConnectionId is null ? (byte)0 : (byte)1;
        room[5] = view.PdnConnectionId ?? 0;
        room[6] = (byte)view.Identifier.Length;
        view.Identifier.CopyTo(room[IdentifierAt..]);
        int next = IdentifierAt + view.Identifier.Length;
        room[next] = (byte)view.AccessPoint.Length;
        view.AccessPoint.CopyTo(room[(next + 1)..]);
        return next + 1 + view.AccessPoint.Length;
    }
}
