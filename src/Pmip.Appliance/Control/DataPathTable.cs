using System;
using Pmip.DataPath;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary><c>show datapath</c>: which program is on which interface, what is carried, and why packets were dropped.</summary>
internal sealed class DataPathTable(ConsoleSources sources) : ConsoleTable("datapath")
{
    // Sessions, and remote ends without a route.
    private const int FigureCount = 2;

    public override ReadOnlySpan<byte> Description => sources.DataPath is null ? default : sources.DataPath.Outline;

    public override int Capacity => sources.DataPath is null ? 0 : sources.DataPath.ProgramCount + FigureCount + DropReasons.Count;

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        IGreDataPath dataPath = sources.DataPath!;
        if (position < dataPath.ProgramCount)
        {
            ProgramView program = dataPath.ReadProgram(position);
            return Write(writer, "program"u8, program.Name, program.Interface, StateOf(program.Status), -1);
        }

        position -= dataPath.ProgramCount;
        if (position < FigureCount)
        {
            return position == 0
                ? Write(writer, "sessions"u8, "installed"u8, default, default, dataPath.SessionCount)
                : Write(writer, "remoteEnds"u8, "withoutRoute"u8, default, default, dataPath.UnroutedCount);
        }

        DropReason reason = (DropReason)(position - FigureCount);
        return Write(writer, "dropped"u8, DropReasons.Name(reason), default, default, (long)(dataPath.DropCount(reason) & long.MaxValue));
    }

    public override void WriteColumns(RowWriter writer) => Write(writer, default, default, default, default, 0);

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
