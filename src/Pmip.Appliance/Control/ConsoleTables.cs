namespace Pmip.Appliance.Control;

/// <summary>All that <c>show</c> can show.</summary>
internal static class ConsoleTables
{
    public static ConsoleTable[] Of(ConsoleSources sources) =>
    [
        new BindingTable(sources),
        new PeersTable(sources),
        new SessionTable(sources),
        new CounterTable(sources),
        new DataPathTable(sources),
        new NodeTable(sources),
    ];
}
