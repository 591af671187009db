using System;
using System.Buffers.Text;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary>
/// <c>show datapath</c>: which program is on which interface, which rung of the ladder each pair of ports is on and why not on the others, what
/// is carried and by what, and why packets were dropped.
/// </summary>
internal sealed class DataPathTable(ConsoleSources sources) : ConsoleTable("datapath")
{
    // Sessions, remote ends without a route, those with a narrow path, and what is mirrored.
    private const int FigureCount = 4;

    public override ReadOnlySpan<byte> Description => sources.DataPath is null ? default : sources.DataPath.Outline;

    private const int PlacementCount = RungText.PlacementCount - 1; // Without that of no session.

    public override int Capacity => sources.DataPath is null
        ? 0
        : sources.DataPath.ProgramCount + sources.DataPath.RungCount + FigureCount + PlacementCount + DropReasons.Count;

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        IGreDataPath dataPath = sources.DataPath!;
        if (position < dataPath.ProgramCount)
        {
            ProgramView program = dataPath.ReadProgram(position);
            return Write(writer, "program"u8, program.Name, program.Interface, StateOf(program.Status), -1);
        }

        position -= dataPath.ProgramCount;
        if (position < dataPath.RungCount)
        {
            return WriteRung(writer, dataPath.ReadRung(position));
        }

        position -= dataPath.RungCount;
        if (position < FigureCount)
        {
            return position switch
            {
                0 => Write(writer, "sessions"u8, "installed"u8, default, default, dataPath.SessionCount),
                1 => Write(writer, "remoteEnds"u8, "withoutRoute"u8, default, default, dataPath.UnroutedCount),
                2 => Write(writer, "remoteEnds"u8, "withNarrowPath"u8, default, default, dataPath.SlowPath.NarrowPaths),
                _ => WriteMirror(writer, dataPath.Mirrored, now),
            };
        }

        position -= FigureCount;
        if (position < PlacementCount)
        {
            Placement placement = (Placement)(position + 1);
            return Write(writer, "sessionsBy"u8, RungText.Of(placement), default, default, dataPath.CountPlaced(placement));
        }

        DropReason reason = (DropReason)(position - PlacementCount);
        return Write(writer, "dropped"u8, DropReasons.Name(reason), default, default, (long)(dataPath.DropCount(reason) & long.MaxValue));
    }

    public override void WriteColumns(RowWriter writer) => Write(writer, default, default, default, default, 0);

    // Both ports in one field: neither name has a blank. The state begins with "taken" or "not taken".
    private static bool WriteRung(RowWriter writer, in RungView rung)
    {
        Span<byte> ports = stackalloc byte[64];
        rung.Port.CopyTo(ports);
        ports[rung.Port.Length] = (byte)' ';
        rung.Transport.CopyTo(ports[(rung.Port.Length + 1)..]);
        Span<byte> state = stackalloc byte[320];
        ReadOnlySpan<byte> verdict = rung.IsTaken ? "taken"u8 : "not taken"u8;
        verdict.CopyTo(state);
        int length = verdict.Length;
        if (!rung.Reason.IsEmpty)
        {
            ": "u8.CopyTo(state[length..]);
            length += 2;
            ReadOnlySpan<byte> reason = rung.Reason[..Math.Min(rung.Reason.Length, state.Length - length)];
            reason.CopyTo(state[length..]);
            length += reason.Length;
        }

        return Write(writer, "rung"u8, RungText.Of(rung.Rung), ports[..(rung.Port.Length + 1 + rung.Transport.Length)], state[..length], -1);
    }

    // The count is the seconds that are left.
    private static bool WriteMirror(RowWriter writer, in MirrorView mirror, Instant now)
    {
        Span<byte> text = stackalloc byte[16];
        scoped ReadOnlySpan<byte> what = "nothing"u8;
        if (mirror.IsOn)
        {
            Utf8Formatter.TryFormat(mirror.Session, text, out int length);
            what = mirror.Session < 0 ? "all"u8 : text[..length];
        }

        return Write(writer, "mirrored"u8, what, default, default, mirror.IsOn ? Math.Max(0, mirror.Until.Since(now).Milliseconds / 1000) : 0);
    }

    private static ReadOnlySpan<byte> StateOf(DataPathStatus status) => status switch
    {
        DataPathStatus.Ok => "attached"u8,
        DataPathStatus.InterfaceMissing => "waits: no such interface"u8,
        DataPathStatus.InterfaceUnsuitable => "off: not an Ethernet interface"u8,
        _ => "off: refused by the kernel"u8,
    };

    private static bool Write(
        RowWriter writer, ReadOnlySpan<byte> item, ReadOnlySpan<byte> name, ReadOnlySpan<byte> link, ReadOnlySpan<byte> state, long count)
    {
        writer.Text("ITEM"u8, "item"u8, item);
        writer.Text("NAME"u8, "name"u8, name);
        if (link.IsEmpty)
        {
            writer.Unknown("INTERFACE"u8, "interface"u8);
            writer.Unknown("STATE"u8, "state"u8);
            writer.Number("COUNT"u8, "count"u8, count);
        }
        else
        {
            writer.Text("INTERFACE"u8, "interface"u8, link);
            writer.Text("STATE"u8, "state"u8, state);
            writer.Unknown("COUNT"u8, "count"u8, isNumber: true);
        }

        return true;
    }
}
