using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>An uplink key kept for one connection, as large as the TEID of its default bearer over GTP (TS 29.275 6.3, R19).</summary>
public sealed class ReservationTests
{
    private const uint Key = 0x0a0b_0c0d;
    private const string KeyText = "0x0a0b0c0d";

    [RootFact]
    [Trait("Requirement", "R19")]
    public void Key_Reserved_IsItsConnectionsAndNobodyElses_AndSurvivesACrashOfTheLma() => Trial.Run(
        new Scenario { Adjust = static (_, file) => file["heartbeat"] = new JsonObject { ["intervalSeconds"] = 1 } },
        static lab =>
        {
            lab.Lma.Require("key", "reserve", KeyText, Plan.FirstIdentifier, "internet");
            Assert.Equal("reserved", Reservation(lab).GetProperty("state").GetString());

            lab.Ue2.Attach();
            Assert.NotEqual(Key, lab.Lma.Binding(Plan.SecondIdentifier).UplinkKey);
            lab.Ue1.Attach();
            Assert.Equal(Key, lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey);
            Assert.Equal(Key, lab.Mag1.Binding(Plan.FirstIdentifier).UplinkKey);
            Assert.Equal("inUse", Reservation(lab).GetProperty("state").GetString());

            lab.Lma.Process.Kill();
            lab.Lma.Start();
            Assert.Equal(KeyText, Reservation(lab).GetProperty("key").GetString());
            lab.Lma.AwaitBindings(2);
            lab.Ue1.AwaitPing(Plan.Server4);
            lab.Ue1.AwaitPing(Plan.Server6);
            Assert.Equal(Key, lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey);
            Assert.NotEqual(Key, lab.Lma.Binding(Plan.SecondIdentifier).UplinkKey);

            // Released it is the connection's still, but no longer kept for it.
            lab.Lma.Require("key", "release", KeyText);
            Assert.Empty(Reservations(lab));
            Assert.Equal(Key, lab.Lma.Binding(Plan.FirstIdentifier).UplinkKey);
            Assert.True(lab.Ue1.Ping(Plan.Server4));
        },
        static capture =>
        {
            string key = Key.ToString(CultureInfo.InvariantCulture);
            string uplink = $"gre.key == {key} && ipv6.src == {Plan.Mag16} && ipv6.dst == {Plan.Lma6}";
            Assert.NotEqual(0, Reading.Count(capture, $"{uplink} && icmp.type == 8"));
            Assert.NotEqual(0, Reading.Count(capture, $"{uplink} && icmpv6.type == 128"));
        });

    private static JsonElement Reservation(GatewayLab lab) => Assert.Single(Reservations(lab));

    private static IReadOnlyList<JsonElement> Reservations(GatewayLab lab) =>
        [.. lab.Lma.Show("reservations").GetProperty("reservations").EnumerateArray()];
}
