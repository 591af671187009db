using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pmip.Lab;
using Pmip.Lab.Captures;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>What an operator finds out with trace, capture, tunnel check and support bundle, on nodes that really run.</summary>
public sealed class DiagnosisTests
{
    private const string Signalling = "ip6 proto 135 or udp port 5436 or ip proto 41";

    // ue1 -> mag1: solicitation; mag1 -> lma: PBU; lma -> mag1: PBA; then the same at mag2.
    [RootFact]
    public void Node_AttachesAndMoves_TracedAndCaptured_EveryStepIsThereInOrder() => Trial.Run(new Scenario(), lab =>
    {
        Capture wire = lab.StartCapture(lab.Lma.Place, "wan0", "lma", filter: Signalling);
        lab.Lma.Require("capture", "start", "size", "1024");
        lab.Lma.Require("trace", "start", Plan.FirstIdentifier);
        lab.Mag1.Require("trace", "start", Plan.FirstDeviceMac);
        lab.Mag2.Require("trace", "start", "mn1");

        lab.Ue1.Attach();
        lab.Ue1.AwaitChecked();
        lab.Ue1.RoamTo("cell2");
        lab.Mag2.AwaitBindings(1);
        lab.Ue1.AwaitPing(Plan.Server6);

        string atLma = lab.Lma.Require("trace", "show");
        AssertInOrder(
            atLma,
            "received", "PBU", "session", "installed", "sent", "PBA", "registered", "none -> Active",
            "received", "PBU", "session", "installed", "sent", "PBA", "handed over", "sent", "BRI");
        AssertInOrder(
            lab.Mag1.Require("trace", "show"),
            "received 02:00:00:00:00:01 >", "arrived, mn1@example.com", "sent", "PBU", "received", "PBA", "session", "installed", "serve the node");
        AssertInOrder(lab.Mag2.Require("trace", "show"), "received 02:00:00:00:00:01 >", "sent", "PBU", "received", "PBA", "installed");
        Assert.DoesNotContain("mn2@", atLma, StringComparison.Ordinal);
        Assert.Contains(Plan.FirstIdentifier, lab.Lma.Require("trace", "list"), StringComparison.Ordinal);

        lab.Lma.Require("capture", "stop");
        wire.Stop();
        string file = Path.Combine(lab.Folder, "lma.pcapng");
        lab.Lma.Require("capture", "save", file);
        Assert.Equal("", Reading.Malformed(file));
        IReadOnlyList<string[]> captured = Reading.Fields(file, "mipv6", "ipv6.src", "mip6.mhtype", "mip6.csum");
        IReadOnlyList<string[]> seen = Reading.Fields(wire.File, "mipv6", "ipv6.src", "mip6.mhtype", "mip6.csum");
        Assert.Equal(Sorted(seen.Where(IsRegistration)), Sorted(captured.Where(IsRegistration)));
        Assert.True(Reading.VerifiedChecksums(file) >= captured.Count);
        string streamed = Path.Combine(lab.Folder, "streamed.pcapng");
        lab.Lma.Place.Require("sh", "-c", $"'{Binary.Path}' capture stream --socket '{lab.Lma.Socket}' > '{streamed}'");
        Assert.Equal(Reading.Count(file, "ip or ipv6"), Reading.Count(streamed, "ip or ipv6"));
        Assert.Equal(0, lab.Lma.Counter("controlLoopAllocatedOctets"));
        Assert.Equal(0, lab.Mag1.Counter("controlLoopAllocatedOctets"));
    });

    [RootFact]
    public void Tunnel_Checked_EachHopBrokenInTurn_VerdictNamesIt() => Trial.Run(
        new Scenario(),
        lab =>
        {
            lab.Ue1.Attach();
            lab.Ue1.AwaitPing(Plan.Server4);
            AssertVerdict(lab.Lma, "every hop works");
            AssertVerdict(lab.Mag1, "every hop works");
            Assert.Contains("has no binding", Check(lab.Lma, "nobody@example.com"), StringComparison.Ordinal);

            // The MAG's kernel knows the session by another key: what goes down the tunnel is dropped there.
            (byte[] place, byte[] session) = KernelTables.Open(lab.Mag1, KernelTables.Receive).Single();
            byte[] other = [.. session];
            other[KernelTables.KeyOffset] ^= 0x80;
            KernelTables.Write(lab.Mag1, KernelTables.Receive, place, other);
            AssertVerdict(lab.Lma, "tunnel fails");
            AssertVerdict(lab.Mag1, "session fails");
            KernelTables.Write(lab.Mag1, KernelTables.Receive, place, session);
            AssertVerdict(lab.Lma, "every hop works");

            // Behind the node's back: the entry of an address is another's.
            (byte[] number, byte[] address) = KernelTables.Open(lab.Lma, KernelTables.Send).First();
            other = [.. address];
            other[KernelTables.AddressOffset] ^= 0x80;
            KernelTables.Write(lab.Lma, KernelTables.Send, number, other);
            AssertVerdict(lab.Lma, "session fails");
            KernelTables.Write(lab.Lma, KernelTables.Send, number, address);

            lab.Ue1.SwitchOff();
            AssertVerdict(lab.Lma, "node fails");
            AssertVerdict(lab.Mag1, "node fails");

            lab.Lma.Place.Ip("route del 2001:db8:f::/64 dev wan0");
            AssertVerdict(lab.Lma, "route fails");
        },
        examine: null);

    [RootFact]
    public void Bundle_Made_IsWholeBoundedAndWithoutSecrets() => Trial.Run(
        new Scenario(),
        lab =>
        {
            const string hash = "$6$abcdefgh$0123456789012345678901234567890123456789012345678901";
            lab.Ue1.Attach();
            File.WriteAllText("/dev/kmsg", $"pmip test: root:{hash}:1 psk=hunter2\n");
            string file = Path.Combine(lab.Folder, "bundle.tar");

            lab.Lma.Place.Require("sh", "-c", $"'{Binary.Path}' support-bundle --socket '{lab.Lma.Socket}' > '{file}'");

            Assert.InRange(new FileInfo(file).Length, 10_000, 4 * 1024 * 1024);
            string[] names = Command.Require("tar", "-tf", file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("manifest.txt", names[0]);
            Assert.Contains("configuration.json", names);
            Assert.Contains("show/bindings.jsonl", names);
            Assert.Contains("counters-2.jsonl", names);
            Assert.Contains("kernel/routes.txt", names);

            string text = Command.Require("tar", "-xOf", file);
            Assert.Contains(Plan.FirstIdentifier, text, StringComparison.Ordinal);
            Assert.DoesNotContain(hash, text, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
            string anonymous = Path.Combine(lab.Folder, "anonymous.tar");
            lab.Lma.Place.Require("sh", "-c", $"'{Binary.Path}' support-bundle anonymous --socket '{lab.Lma.Socket}' > '{anonymous}'");
            Assert.DoesNotContain("mn1@", Command.Require("tar", "-xOf", anonymous), StringComparison.Ordinal);
        },
        examine: null);

    private static bool IsRegistration(string[] message) => message[1] is "5" or "6";

    private static string[] Sorted(IEnumerable<string[]> messages) => [.. messages.Select(message => string.Join(' ', message)).Order(StringComparer.Ordinal)];

    private static string Check(Gateway gateway, string identifier)
    {
        CommandResult result = gateway.Invoke("tunnel", "check", identifier);
        return result.Output + result.Error;
    }

    private static void AssertVerdict(Gateway gateway, string verdict)
    {
        string text = Check(gateway, Plan.FirstIdentifier);
        Assert.Contains($"VERDICT: {verdict}", text, StringComparison.Ordinal);
    }

    private static void AssertInOrder(string text, params string[] parts)
    {
        int at = 0;
        foreach (string part in parts)
        {
            int found = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"\"{part}\" is not behind octet {at} of\n{text}");
            at = found + part.Length;
        }
    }
}
