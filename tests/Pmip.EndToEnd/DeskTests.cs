using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Pmip.Client;
using Pmip.Lab;
using Pmip.Lab.Crowds;
using Pmip.Lab.Nodes;
using Pmip.Lab.Processes;
using Pmip.Lab.Traffic;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>The control API of the real binary: who may what, and that nothing a client does or omits disturbs the node.</summary>
public sealed class DeskTests
{
    /// <summary>What the issue allows for an answer under load.</summary>
    private static readonly TimeSpan AnswerBound = TimeSpan.FromMilliseconds(200);

    // A heartbeat request (RFC 5847 3.3) behind UDP, padded to 16 octets; each is read and answered.
    private const string HeartbeatRequest = "3b010d00000000000000000101020000";

    [RootFact]
    public void User_ThatIsNotRoot_ShutOutByTheMode_LooksWhereLetIn_AndActsOnlyLoggedIn()
    {
        CommandResult made = Command.Run([Binary.Path, "password"], "correct horse\n");
        Assert.True(made.Succeeded, made.Error);
        Scenario scenario = new()
        {
            Adjust = (_, file) => file["operators"] = new JsonArray(
                new JsonObject { ["name"] = "anna", ["password"] = made.Output.Trim(), ["access"] = "operate" }),
        };
        Trial.Run(scenario, lab =>
        {
            lab.Ue1.Attach();
            CommandResult shutOut = AsNobody(lab, null, "show", "bindings");
            Assert.Equal(1, shutOut.ExitCode);
            Assert.Contains("Permission denied", shutOut.Error, StringComparison.Ordinal);

            Command.Require("chmod", "755", lab.Folder);
            Command.Require("chmod", "666", lab.Mag1.Socket);
            Assert.Contains(Plan.FirstIdentifier, AsNobody(lab, null, "show", "bindings").Output, StringComparison.Ordinal);
            CommandResult refused = AsNobody(lab, null, "detach", Plan.FirstIdentifier);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("\"detach\" is for operators who may operate, and user 65534 may look", refused.Error, StringComparison.Ordinal);
            Assert.Single(lab.Mag1.Bindings());

            CommandResult wrong = AsNobody(lab, "battery staple\n", "detach", Plan.FirstIdentifier, "--operator", "anna");
            Assert.Contains("the name or the password is wrong", wrong.Error, StringComparison.Ordinal);
            CommandResult done = AsNobody(lab, "correct horse\n", "detach", Plan.FirstIdentifier, "--operator", "anna");
            Assert.True(done.Succeeded, done.Error);
            lab.Mag1.AwaitBindings(0);
            Assert.Contains($": detach {Plan.FirstIdentifier}", lab.Mag1.Log, StringComparison.Ordinal);
            Assert.DoesNotContain("correct horse", lab.Mag1.Log, StringComparison.Ordinal);
        });
    }

    [RootFact]
    public void Client_ThatNeverReads_DisturbsNobody() => Trial.Run(new Scenario(), lab =>
    {
        using Socket deaf = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        deaf.Connect(new UnixDomainSocketEndPoint(lab.Lma.Socket));
        for (int i = 0; i < 200; i++)
        {
            deaf.Send(Encoding.UTF8.GetBytes($"{{\"id\":{i},\"command\":\"show counters\"}}\n"));
        }

        using ControlConnection other = ControlConnection.Connect(lab.Lma.Socket);
        Assert.Equal(("lma1", "lma", "configure", "running"), (other.Greeting.Node, other.Greeting.Role, other.Greeting.Access, other.Greeting.State));
        lab.Ue1.Attach();
        Assert.True(lab.Ue1.Ping(Plan.Server4));
        Assert.Null(other.Ask("show bindings", new RowReader(static _ => { })));
        Await.Until("the deaf client is given up", () => Sessions(other) == 1);
        Assert.Single(lab.Lma.Bindings());
    });

    [RootFact]
    public void Answer_UnderAFullRateOfSignalling_ComesWithin200Milliseconds() => Trial.Run(
        new Scenario { Adjust = static (_, file) => Enlarge(file) },
        static lab =>
        {
            long before = lab.Lma.Counter("receivedUdpBare");
            Flood.Start(lab.Mag2.Place, Plan.Lma4, 5436, HeartbeatRequest);
            Crowd crowd = Crowd.Start(lab.Ue1, 0, 250);
            using ControlConnection lma = ControlConnection.Connect(lab.Lma.Socket);
            using ControlConnection mag = ControlConnection.Connect(lab.Mag1.Socket);
            Assert.True(IsQuick(lma) || IsQuick(lma), "the LMA answers too late");
            Assert.True(IsQuick(mag) || IsQuick(mag), "the MAG answers too late");
            crowd.AwaitServed();
            Assert.True(IsQuick(lma) || IsQuick(lma), "the LMA answers too late with a crowd attached");
            long received = lab.Lma.Counter("receivedUdpBare") - before;
            Assert.True(received > 10_000, $"only {received} messages came: that is no load");
        },
        examine: null);

    private static bool IsQuick(ControlConnection pmipd)
    {
        TimeSpan[] times = new TimeSpan[15];
        for (int i = 0; i < times.Length; i++)
        {
            long began = Stopwatch.GetTimestamp();
            ControlError? error = pmipd.Ask("show bindings limit 1", new RowReader(static _ => { }));
            times[i] = Stopwatch.GetElapsedTime(began);
            Assert.Null(error);
        }

        return times.Order().ElementAt(times.Length / 2) <= AnswerBound;
    }

    private static int Sessions(ControlConnection pmipd)
    {
        int sessions = 0;
        Assert.Null(pmipd.Ask("show operators", new RowReader(_ => sessions++)));
        return sessions;
    }

    // The socket's name is all that a user in another namespace needs, but the binary has to be one that everybody may run.
    private static CommandResult AsNobody(GatewayLab lab, string? input, params string[] words)
    {
        string binary = Path.Combine(Path.GetTempPath(), $"pmipd-{Environment.ProcessId}");
        File.Copy(Binary.Path, binary, overwrite: true);
        Command.Require("chmod", "755", binary);
        try
        {
            return Command.Run(
                ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", binary, .. words, "--socket", lab.Mag1.Socket], input);
        }
        finally
        {
            File.Delete(binary);
        }
    }

    private static void Enlarge(JsonObject file)
    {
        file["limits"] = new JsonObject { ["bindings"] = 1024, ["peers"] = 16, ["nodes"] = 512 };
        if (file["mag"] is { } mag)
        {
            mag["presence"] = new JsonObject { ["probeAfterSeconds"] = 3600 };
            mag["defaultProfile"] = new JsonObject
            {
                ["identifier"] = "{mac}@example.com",
                ["connections"] = new JsonArray(new JsonObject { ["accessPoint"] = "internet", ["lma"] = "lma1" }),
            };
        }
    }
}
