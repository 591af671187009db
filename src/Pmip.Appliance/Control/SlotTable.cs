using System;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary>
/// <c>show slots</c>: how many bindings are in which state, by blocks of the tables. A block at a time, so that a table of a million
/// slots is counted between the steps of the engines; whoever wants the sum adds the blocks.
/// </summary>
internal sealed class SlotTable(LocalMobilityAnchor? anchor, MobileAccessGateway? gateway) : ConsoleTable("slots")
{
    /// <summary>Slots of a block.</summary>
    public const int BlockSlots = 128;

    private readonly int _anchorBlocks = BlocksOf(anchor?.Capacity ?? 0);
    private readonly int _gatewayBlocks = BlocksOf(gateway?.Capacity ?? 0);

    public override int Capacity => _anchorBlocks + _gatewayBlocks;

    public override void WriteColumns(RowWriter writer)
    {
        Span<int> none = stackalloc int[8];
        none.Clear();
        WriteAnchor(0, none, writer);
    }

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        Span<int> states = stackalloc int[8];
        states.Clear();
        if (position < _anchorBlocks)
        {
            anchor!.CountStates(position * BlockSlots, BlockSlots, states);
            return HasBinding(states) && WriteAnchor(position, states, writer);
        }

        gateway!.CountStates((position - _anchorBlocks) * BlockSlots, BlockSlots, states);
        return HasBinding(states) && WriteGateway(position - _anchorBlocks, states, writer);
    }

    private static int BlocksOf(int slots) => (slots + BlockSlots - 1) / BlockSlots;

    private static bool HasBinding(ReadOnlySpan<int> states) => states[1..].ContainsAnyExcept(0);

    // One list of columns for both roles; the states of the other one are null.
    private static bool WriteAnchor(int block, ReadOnlySpan<int> states, RowWriter writer)
    {
        writer.Text("ROLE"u8, "role"u8, "lma"u8);
        writer.Number("FIRST-SLOT"u8, "firstSlot"u8, block * BlockSlots);
        writer.Number("ACTIVE"u8, "active"u8, states[(int)BindingState.Active]);
        writer.Number("GRACE"u8, "deregistrationGrace"u8, states[(int)BindingState.DeregistrationGrace]);
        writer.Number("REVOKING"u8, "revoking"u8, states[(int)BindingState.Revoking]);
        writer.Unknown("REGISTERING"u8, "registering"u8, isNumber: true);
        writer.Unknown("REGISTERED"u8, "registered"u8, isNumber: true);
        writer.Unknown("REFRESHING"u8, "refreshing"u8, isNumber: true);
        writer.Unknown("DEREGISTERING"u8, "deregistering"u8, isNumber: true);
        return true;
    }

    private static bool WriteGateway(int block, ReadOnlySpan<int> states, RowWriter writer)
    {
        writer.Text("ROLE"u8, "role"u8, "mag"u8);
        writer.Number("FIRST-SLOT"u8, "firstSlot"u8, block * BlockSlots);
        writer.Unknown("ACTIVE"u8, "active"u8, isNumber: true);
        writer.Unknown("GRACE"u8, "deregistrationGrace"u8, isNumber: true);
        writer.Unknown("REVOKING"u8, "revoking"u8, isNumber: true);
        writer.Number("REGISTERING"u8, "registering"u8, states[(int)BindingUpdateState.Registering]);
        writer.Number("REGISTERED"u8, "registered"u8, states[(int)BindingUpdateState.Registered]);
        writer.Number("REFRESHING"u8, "refreshing"u8, states[(int)BindingUpdateState.Refreshing]);
        writer.Number("DEREGISTERING"u8, "deregistering"u8, states[(int)BindingUpdateState.Deregistering]);
        return true;
    }
}
