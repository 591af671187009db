using System;
using System.Text;

namespace Pmip.Appliance.Control;

/// <summary>All that <c>show</c> can show.</summary>
internal static class ConsoleTables
{
    /// <summary>Their names, in their order.</summary>
    public static string[] Names { get; } =
        Array.ConvertAll(Of(new ConsoleSources { Name = "", Role = "" }), table => Encoding.UTF8.GetString(table.Name.Span));

    public static ConsoleTable[] Of(ConsoleSources sources) =>
    [
        new BindingTable(sources),
        new PeersTable(sources),
        new SessionTable(sources),
        new CounterTable(sources),
        new DataPathTable(sources),
        new NodeTable(sources),
        new TunnelTable(sources),
        new ReservationTable(sources.Anchor),
        new KeyTable(sources.Anchor, sources.Gateway),
        new PoolTable(sources.Anchor),
        new TimerTable(sources.Anchor, sources.Gateway),
        new SlotTable(sources.Anchor, sources.Gateway),
    ];
}
