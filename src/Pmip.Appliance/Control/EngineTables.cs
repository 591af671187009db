using System;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary><c>show keys</c>: how many GRE keys are in use, rest, and are reserved.</summary>
internal sealed class KeyTable(LocalMobilityAnchor? anchor, MobileAccessGateway? gateway) : ConsoleTable("keys")
{
    public override int Capacity => 2;

    public override void WriteColumns(RowWriter writer) => Write(default, default, writer);

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        if (position == 0 && anchor is not null)
        {
            return Write("lma"u8, anchor.ReadKeys(now), writer);
        }

        return position == 1 && gateway is not null && Write("mag"u8, gateway.ReadKeys(now), writer);
    }

    private static bool Write(ReadOnlySpan<byte> role, KeyTableView view, RowWriter writer)
    {
        writer.Text("ROLE"u8, "role"u8, role);
        writer.Number("PLACES"u8, "places"u8, view.Capacity);
        writer.Number("IN-USE"u8, "inUse"u8, view.Taken);
        writer.Number("RESTING"u8, "resting"u8, view.Resting);
        writer.Number("FREE"u8, "free"u8, view.Capacity - view.Taken - view.Resting);
        writer.Number("RESERVED"u8, "reserved"u8, view.Reserved);
        return true;
    }
}

/// <summary><c>show pools</c>: how much of each address pool is given out.</summary>
internal sealed class PoolTable(LocalMobilityAnchor? anchor) : ConsoleTable("pools")
{
    public override int Capacity => anchor?.PoolCount ?? 0;

    public override void WriteColumns(RowWriter writer) => Write(default, writer);

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        if (!anchor!.TryReadPool(position, now, out AddressPoolView view))
        {
            return false;
        }

        Write(view, writer);
        return true;
    }

    private static void Write(in AddressPoolView view, RowWriter writer)
    {
        writer.Text("APN"u8, "accessPoint"u8, view.AccessPoint);
        writer.Prefix("POOL"u8, "pool"u8, view.Range);
        writer.Text(""u8, "family"u8, view.Range.Address.IsIPv4 ? "ipv4"u8 : "ipv6"u8);
        writer.Number("SIZE"u8, "size"u8, view.Capacity);
        writer.Number("IN-USE"u8, "inUse"u8, view.Taken);
        writer.Number("RESTING"u8, "resting"u8, view.Resting);
        writer.Number("FREE"u8, "free"u8, view.Capacity - view.Taken - view.Resting - view.Reserved);
        writer.Number("KEPT-OUT"u8, "keptOut"u8, view.Reserved);
    }
}

/// <summary><c>show timers</c>: what each engine waits for, how often, and when it comes.</summary>
internal sealed class TimerTable(LocalMobilityAnchor? anchor, MobileAccessGateway? gateway) : ConsoleTable("timers")
{
    private const int Groups = (int)TimerGroup.Sweep + 1;

    public override int Capacity => 2 * Groups;

    public override void WriteColumns(RowWriter writer) => Write(default, default, default, default, writer);

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        TimerGroup group = (TimerGroup)(position % Groups);
        if (position < Groups)
        {
            return anchor is not null && Write("lma"u8, group, anchor.ReadTimers(group), now, writer);
        }

        // Only an LMA lets updates wait.
        return gateway is not null && group != TimerGroup.WaitingUpdates && Write("mag"u8, group, gateway.ReadTimers(group), now, writer);
    }

    private static bool Write(ReadOnlySpan<byte> role, TimerGroup group, TimerGroupView view, Instant now, RowWriter writer)
    {
        writer.Text("ROLE"u8, "role"u8, role);
        writer.Text("FOR"u8, "for"u8, EnumText<TimerGroup>.Of(group));
        if (view.Armed < 0)
        {
            writer.Unknown("ARMED"u8, "armed"u8, isNumber: true);
        }
        else
        {
            writer.Number("ARMED"u8, "armed"u8, view.Armed);
        }

        if (view.Next == Instant.Never)
        {
            writer.Unknown("NEXT-MS"u8, "nextMilliseconds"u8, isNumber: true);
        }
        else
        {
            writer.Number("NEXT-MS"u8, "nextMilliseconds"u8, Math.Max(view.Next.Since(now).Microseconds / 1000, 0));
        }

        return true;
    }
}
