using System;
using System.Linq;
using System.Text;
using Pmip.Appliance.Commands;
using Pmip.Appliance.Control;
using Xunit;

namespace Pmip.Unit.Control;

/// <summary>Programs read these keys: one that is renamed or goes is a change that its readers must be told of.</summary>
public sealed class TableKeyTests
{
    private static ConsoleTable[] Tables => ConsoleTables.Of(new ConsoleSources { Name = "", Role = "" });

    [Theory]
    [InlineData(
        "bindings",
        "role identifier accessPoint pdnConnectionId state homeNetworkPrefixes ipv4HomeAddress ipv4DefaultRouter peer form uplinkKey "
            + "downlinkKey lifetimeRemainingSeconds lifetimeSeconds accessTechnology linkLayerAddress session placement chargingId "
            + "ipv4Allocation nameServers errorCode threeGppOptions")]
    [InlineData(
        "peers",
        "role name address form bindings messagesReceived messagesSent lastHeardSecondsAgo path heartbeatsMissed roundTripMicroseconds "
            + "restartCounter lacks quirks")]
    [InlineData(
        "sessions",
        "role session identifier accessPoint localEndpoint remoteEndpoint sendKey receiveKey placement packetsIn octetsIn packetsOut octetsOut "
            + "policedIn policedOut")]
    [InlineData("counters", "room counter value")]
    [InlineData("datapath", "item name interface state count")]
    [InlineData(
        "nodes", "interface linkLayerAddress state linkLocalAddress connectionsUp connectionsPending lastHeardSecondsAgo probesUnanswered")]
    [InlineData(
        "tunnels",
        "name role state encapsulation localEndpoint remoteEndpoint sendKey receiveKey prefixes ipv4 interface linkLayerAddress "
            + "supervisionSeconds session packetsIn octetsIn packetsOut octetsOut")]
    [InlineData("reservations", "key identifier accessPoint pdnConnectionId state")]
    [InlineData("keys", "role places inUse resting free reserved")]
    [InlineData("pools", "accessPoint pool family size inUse resting free keptOut")]
    [InlineData("timers", "role for armed nextMilliseconds")]
    [InlineData("slots", "role firstSlot active deregistrationGrace revoking registering registered refreshing deregistering")]
    public void Table_Keys_AreThese(string table, string keys) =>
        Assert.Equal(keys.Split(' '), ColumnList.KeysOf(Tables.Single(shown => Encoding.UTF8.GetString(shown.Name.Span) == table)));

    [Fact]
    public void Help_OfShow_NamesEveryTableAndEveryKey_InLinesThatFit()
    {
        string help = ShowHelp.Render();
        foreach (ConsoleTable table in Tables)
        {
            Assert.Contains("\n  " + Encoding.UTF8.GetString(table.Name.Span), help, StringComparison.Ordinal);
            Assert.All(ColumnList.KeysOf(table), key => Assert.Contains(key, help, StringComparison.Ordinal));
        }

        Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 110, line));
    }
}
