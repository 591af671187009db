using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Pmip.Client;
using Pmip.Lab.Processes;
using Xunit;

namespace Pmip.EndToEnd.Store;

/// <summary>The configuration store of the real binary on disks that are cut off, full, read-only or broken.</summary>
public sealed class StoreTests
{
    private const int LengthMax = 1 << 20;
    private const int Roomy = 32 * 1024;
    private static readonly TimeSpan KillingTime = TimeSpan.FromSeconds(10);

    [RootFact]
    public void Commit_KilledAtAnyMomentInMemory_NextStartRunsWhatWasAcknowledgedOrInFlight() =>
        KeptNode.Run(static folder => Medium.InMemory(folder, Roomy), KillCommits);

    [LoopDeviceFact]
    public void Commit_KilledAtAnyMomentOnALoopDevice_NextStartRunsWhatWasAcknowledgedOrInFlight() =>
        KeptNode.Run(static folder => Medium.OnLoopDevice(folder, Roomy), KillCommits);

    [RootFact]
    public void Commit_DiskFull_IsDoneAndSaid_NothingIsLost_TheFileFollowsLater() => KeptNode.Run(
        static folder => Medium.InMemory(folder, Roomy / 4),
        static node =>
        {
            node.Start();
            node.Edit(1);
            node.Require("commit");
            node.Medium.Fill();
            node.Edit(2);
            string said = node.Require("commit comment on a full disk");
            Assert.Contains("pmip.json cannot be written: No space left on device", said, StringComparison.Ordinal);
            Assert.Contains("is in force", said, StringComparison.Ordinal);
            Assert.Equal((2, 1), (node.Running(), node.InFile()));

            node.Process.Kill();
            node.Start();
            Assert.Equal((2, 1), (node.Running(), node.InFile()));

            node.Medium.Clear();
            node.Process.Kill();
            node.Start();
            Assert.Equal((2, 2), (node.Running(), node.InFile()));
            Assert.False(File.Exists(node.FilePath + ".edited"));
        });

    [RootFact]
    public void Start_NoRoomForTheStore_RunsTheFile_RefusesCommits_AndKeepsOnceThereIsRoom() => KeptNode.Run(
        static folder => Medium.InMemory(folder, Roomy),
        static node =>
        {
            node.Medium.Fill();
            node.Start();
            node.Process.AwaitLine(static line => line.Contains("of the store cannot be made: No space left on device", StringComparison.Ordinal), "why");
            Assert.Equal(0, node.Running());
            node.Edit(1);
            Assert.Contains("nothing can be committed: slot ", node.Refused("commit"), StringComparison.Ordinal);
            Assert.Equal((0, 0), (node.Running(), node.InFile()));

            node.Medium.Clear();
            node.Process.Kill();
            node.Start();
            node.Edit(1);
            node.Require("commit");
            Assert.Equal((1, 1), (node.Running(), node.InFile()));
        });

    [RootFact]
    public void Start_DiskReadOnly_RunsWhatWasCommitted_SaysThatItCannotKeep_RefusesCommits() => KeptNode.Run(
        static folder => Medium.InMemory(folder, Roomy),
        static node =>
        {
            node.Start();
            node.Edit(1);
            node.Require("commit");
            node.Process.Kill();

            node.Medium.Remount(isReadOnly: true);
            node.Start();
            node.Process.AwaitLine(
                static line => line.Contains("the disk under the store is read-only: nothing can be committed", StringComparison.Ordinal),
                "that it cannot keep");
            Assert.Equal(1, node.Running());
            node.Edit(2);
            Assert.Contains("nothing can be committed: the disk under the store is read-only", node.Refused("commit"), StringComparison.Ordinal);
            Assert.Equal((1, 1), (node.Running(), node.InFile()));

            node.Process.Kill();
            node.Medium.Remount(isReadOnly: false);
            node.Start();
            node.Edit(2);
            node.Require("commit");
            Assert.Equal((2, 2), (node.Running(), node.InFile()));
        });

    [RootFact]
    public void Commit_OfOneMebibyte_IsInForceAfterAKill_OneOctetMoreIsRefused() => KeptNode.Run(
        static folder => Medium.InMemory(folder, Roomy),
        static lab => lab.Mag1,
        static node =>
        {
            node.Start();
            string path = Path.Combine(node.Medium.Folder, "large.json");
            byte[] text = Large(node.FilePath);
            File.WriteAllBytes(path, [.. text, (byte)'\n']);
            CommandResult refused = node.Invoke("load", path);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("1 MiB", refused.Error, StringComparison.Ordinal);

            File.WriteAllBytes(path, text);
            CommandResult loaded = node.Invoke("load", path);
            Assert.True(loaded.Succeeded, loaded.Error);
            CommandResult committed = node.Invoke("commit");
            Assert.True(committed.Succeeded, committed.Error + committed.Output);
            Assert.Equal(text, File.ReadAllBytes(node.FilePath));

            node.Process.Kill();
            node.Start();
            Assert.Equal(1, node.Running());
            Assert.Equal(Encoding.UTF8.GetString(text), node.Require("show configuration"));

            // The same as the body of a request.
            node.Require("load", Encoding.UTF8.GetString(text).Replace("count-1", "count-2", StringComparison.Ordinal));
            node.Require("commit");
            Assert.Equal((2, 2), (node.Running(), node.InFile()));
        });

    [TracedFact]
    public void Commit_DiskThatCannotFlush_IsRefused_TheNodeGoesOn_TheNextStartRunsTheOldOne() => KeptNode.Run(
        static folder => Medium.InMemory(folder, Roomy),
        static node =>
        {
            node.Start();
            node.Edit(1);
            node.Require("commit");
            node.Edit(2);
            using LabProcess strace = LabProcess.Start("strace", ["strace", "-f", "-p", $"{node.Process.Id}", "-e", "trace=fdatasync,fsync",
                "-e", "inject=fdatasync,fsync:error=EIO"]);
            strace.AwaitLine(static line => line.Contains("attached", StringComparison.Ordinal), "attached");
            Assert.Contains(
                "nothing was changed: the disk could not keep what was written: Input/output error", node.Refused("commit"), StringComparison.Ordinal);
            Assert.Contains("nothing can be committed: the disk under the store failed", node.Refused("commit"), StringComparison.Ordinal);
            Assert.Equal((1, 1), (node.Running(), node.InFile()));
            strace.Stop("INT");
            Assert.Contains("nothing can be committed: the disk under the store failed", node.Refused("commit"), StringComparison.Ordinal);

            node.Process.Kill();
            node.Start();
            Assert.Equal((1, 1), (node.Running(), node.InFile()));
            node.Edit(3);
            node.Require("commit");
            Assert.Equal((3, 3), (node.Running(), node.InFile()));
        });

    // Kills in the middle of commits, and now and then in the middle of the start after it.
    private static void KillCommits(KeptNode node)
    {
        Random random = new(5213);
        int acknowledged = 0;
        int number = 0;
        int cutShort = 0;
        Stopwatch watch = Stopwatch.StartNew();
        node.Start();
        for (int kills = 0; kills < 4 || watch.Elapsed < KillingTime; kills++)
        {
            for (int before = random.Next(3); before > 0; before--)
            {
                node.Edit(++number);
                node.Require("commit");
                acknowledged = number;
            }

            node.Edit(++number);
            bool isDone = CommitAndKill(node, TimeSpan.FromMicroseconds(random.Next(random.Next(2) == 0 ? 4_000 : 60_000)));
            acknowledged = isDone ? number : acknowledged;
            cutShort += isDone ? 0 : 1;
            if (random.Next(3) == 0)
            {
                LabProcess start = node.StartUnawaited();
                Stopwatch life = Stopwatch.StartNew();
                TimeSpan end = TimeSpan.FromMilliseconds(random.Next(150));
                SpinWait.SpinUntil(() => start.HasExited || life.Elapsed >= end);
                start.Kill();
            }

            node.ForgetEnds();
            node.Start();
            int found = node.Running();
            Assert.True(found == acknowledged || found == number, $"{acknowledged} was acknowledged, {number} was in flight, {found} runs");
            Assert.Equal(found, node.InFile());
            Assert.False(File.Exists(node.FilePath + ".edited"));
            acknowledged = found;
        }

        Assert.True(cutShort > 0, "no kill came into a commit");
    }

    // True when the commit was acknowledged before the process was gone.
    private static bool CommitAndKill(KeptNode node, TimeSpan delay)
    {
        using ControlConnection desk = node.Connect();
        Task<bool> commit = Task.Run(() =>
        {
            try
            {
                return desk.Ask("commit", new RowReader(static _ => { })) is null;
            }
            catch (ControlException)
            {
                return false; // The connection broke: nobody knows.
            }
        });
        Stopwatch watch = Stopwatch.StartNew();
        SpinWait.SpinUntil(() => commit.IsCompleted || watch.Elapsed >= delay);
        node.Process.Kill();
        return commit.GetAwaiter().GetResult();
    }

    // As many profiles as fit, and blanks up to the last octet.
    private static byte[] Large(string path)
    {
        JsonObject file = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        file["name"] = "count-1";
        JsonArray profiles = file["mag"]!["profiles"]!.AsArray();
        string model = profiles[0]!.ToJsonString();
        int length = file.ToJsonString().Length;
        for (int number = 0; length < LengthMax - 1024; number++)
        {
            JsonObject profile = JsonNode.Parse(model)!.AsObject();
            profile["mac"] = $"06:00:00:00:{number >> 8:x2}:{number & 0xFF:x2}";
            profile["identifier"] = $"subscriber{number}@example.com";
            length += profile.ToJsonString().Length + 1;
            profiles.Add(profile);
        }

        byte[] text = JsonSerializer.SerializeToUtf8Bytes(file);
        byte[] padded = new byte[LengthMax];
        padded.AsSpan().Fill((byte)' ');
        text.AsSpan(0, text.Length - 1).CopyTo(padded);
        padded[^1] = text[^1];
        return padded;
    }
}
