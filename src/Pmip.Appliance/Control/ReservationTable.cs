using Pmip.Engine.Lma;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary><c>show reservations</c>: the uplink keys that are reserved for connections (R19).</summary>
internal sealed class ReservationTable(LocalMobilityAnchor? anchor) : ConsoleTable("reservations")
{
    public override int Capacity => anchor?.ReservationCapacity ?? 0;

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        if (!anchor!.TryReadReservation(position, out KeyReservationView view))
        {
            return false;
        }

        Write(view, writer);
        return true;
    }

    public override void WriteColumns(RowWriter writer) => Write(default, writer);

    private static void Write(in KeyReservationView view, RowWriter writer)
    {
        writer.Key("KEY"u8, "key"u8, view.Key);
        writer.Text("IDENTIFIER"u8, "identifier"u8, view.Identifier);
        writer.Text("APN"u8, "accessPoint"u8, view.AccessPoint);
        if (view.PdnConnectionId is byte id)
        {
            writer.Number("PDN-ID"u8, "pdnConnectionId"u8, id);
        }
        else
        {
            writer.Unknown("PDN-ID"u8, "pdnConnectionId"u8, isNumber: true);
        }

        writer.Text("STATE"u8, "state"u8, view.IsInUse ? "inUse"u8 : "reserved"u8);
    }
}
