using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Diagnosis.Capturing;
using Pmip.Appliance.Diagnosis.Tracing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Netlink;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Diagnosis.Bundle;

/// <summary><c>support-bundle</c>: gathers, within a bounded time, what helps to find a fault, and gives it as one bounded file.</summary>
internal sealed class BundleDesk(BundleSources sources)
{
    /// <summary>Most octets of a bundle.</summary>
    public const int OctetsMax = 4 * 1024 * 1024;

    private const int ChunkOctets = 48 * 1024;
    private const int KernelLogOctets = 64 * 1024;
    private const int NetworkLinesMax = 2000;
    private const string FileName = "support-bundle.tar";
    private static readonly Duration s_timeMax = Duration.FromSeconds(30);
    private static readonly TimeSpan BetweenCounters = TimeSpan.FromSeconds(2);

    // What the desk shows beside the tables.
    private static readonly string[] Lines = ["show history", "compare", "trace list"];

    /// <summary>Lets the desk carry it out.</summary>
    public void AddTo(DeskVerbs verbs) => verbs.Add(VerbId.SupportBundle, Make);

    private void Make(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        string name = Encoding.UTF8.GetString(arguments.Text(0));
        string? path = name.Length == 0 ? "" : DiagnosisFolder.PathOf(name, FileName, request, answer);
        if (path is null)
        {
            return;
        }

        byte[] archive = Gather(arguments.Has(1), request, answer);
        if (path.Length > 0)
        {
            if (DiagnosisFolder.TryWrite(path, TarWriter.Magic, TarWriter.MagicOffset, answer, file => file.Write(archive)))
            {
                answer.Text(string.Create(CultureInfo.InvariantCulture, $"{archive.Length} octets in {path}"));
            }

            return;
        }

        for (int at = 0; at < archive.Length && !answer.IsAbandoned; at += ChunkOctets)
        {
            answer.Octets(archive.AsSpan(at, Math.Min(ChunkOctets, archive.Length - at)));
        }
    }

    private byte[] Gather(bool isAnonymous, DeskRequest request, IAnswer asker)
    {
        Instant end = MonotonicClock.Now.Plus(s_timeMax);
        DateTime time = DateTime.UtcNow;
        string configuration = ReadConfiguration(out List<string> secrets, out string complaint);
        BundleContent content = new(new TextScrubber(secrets, isAnonymous ? KernelRandom.DrawHash() : null), OctetsMax);
        content.AddText("version.txt", "version and machine", Version(time));
        if (complaint.Length > 0)
        {
            content.Miss($"configuration.json: {complaint}");
        }
        else
        {
            content.AddText("configuration.json", "the configuration, secrets left out", configuration);
        }

        content.AddText("counters-1.jsonl", "all counters", Ask("show counters", request));
        using (System.Threading.ManualResetEventSlim never = new(false))
        {
            never.Wait(BetweenCounters);
        }

        content.AddText("counters-2.jsonl", "all counters, two seconds later", Ask("show counters", request));
        foreach (ShowTable table in ShowTables.All)
        {
            AddAnswer($"show/{table.Name}.jsonl", table.Summary, $"show {table.Name}", content, request, end, asker);
        }

        foreach (string line in Lines)
        {
            AddAnswer($"{line.Replace(' ', '-')}.txt", line, line, content, request, end, asker);
        }

        AddKernel(content);
        AddTaps(content, isAnonymous);
        return content.ToArchive($"support bundle of pmipd {sources.Version}, {time:yyyy-MM-dd HH:mm:ss} UTC{(isAnonymous ? ", with pseudonyms" : "")}", time);
    }

    private void AddAnswer(string file, string remark, string line, BundleContent content, DeskRequest request, Instant end, IAnswer asker)
    {
        if (MonotonicClock.Now >= end || asker.IsAbandoned)
        {
            content.Miss($"{file}: {remark}: there was no time left");
            return;
        }

        content.AddText(file, remark, Ask(line, request));
    }

    private string Ask(string line, DeskRequest request)
    {
        byte[] octets = Encoding.UTF8.GetBytes(line);
        BundleAnswer answer = new(BundleContent.FileOctetsMax);
        if (VerbArguments.TryRead(octets, out VerbArguments arguments, out _, out _) != VerbFault.None)
        {
            return "";
        }

        if (arguments.Verb.Id == VerbId.Show && sources.Tables.TryGet(Encoding.UTF8.GetString(arguments.Text(0)), out DeskTable? table))
        {
            table.WriteRows(answer);
        }
        else if (sources.Verbs.TryGet(arguments.Verb.Id, out DeskVerb? run))
        {
            run(arguments, request, answer);
        }
        else if (arguments.Verb.Id == VerbId.Show && ShowTables.All[arguments.Choice(0)].Place == VerbPlace.Loop)
        {
            sources.Loop.Ask(octets, answer);
        }

        return answer.Content;
    }

    private string ReadConfiguration(out List<string> secrets, out string complaint)
    {
        const int lengthMax = 1024 * 1024;
        secrets = [];
        complaint = "";
        try
        {
            FileInfo file = new(sources.ConfigurationPath);
            if (file.Length > lengthMax)
            {
                complaint = "it is longer than a mebioctet";
                return "";
            }

            string text = File.ReadAllText(sources.ConfigurationPath);
            complaint = ConfigurationSecrets.TryFind(text, out secrets) ? "" : "it is no JSON, so what is secret in it cannot be told";
            return text;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            complaint = failure.Message;
            return "";
        }
    }

    private static void AddKernel(BundleContent content)
    {
        LinuxStatus status = KernelLog.TryReadTail(KernelLogOctets, out string log);
        if (status.IsOk)
        {
            content.AddText("kernel/dmesg.txt", "the last of the kernel's log", log);
        }
        else
        {
            content.Miss($"kernel/dmesg.txt: {status.Message}");
        }

        status = NetlinkChannel.TryOpen(out NetlinkChannel? channel);
        if (channel is null)
        {
            content.Miss($"kernel/network: {status.Message}");
            return;
        }

        using (channel)
        {
            NetworkDump network = new(channel, NetworkLinesMax);
            content.AddText("kernel/links.txt", "network interfaces", network.Links());
            content.AddText("kernel/addresses.txt", "addresses", network.Addresses());
            content.AddText("kernel/routes.txt", "routes", network.Routes());
            content.AddText("kernel/rules.txt", "routing rules", network.Rules());
            content.AddText("kernel/neighbors.txt", "neighbors", network.Neighbors());
        }
    }

    private void AddTaps(BundleContent content, bool isAnonymous)
    {
        long next = 0;
        StringBuilder trace = new();
        foreach (TraceLine line in sources.Taps.Traces.Journal.Read(ref next, TimeSpan.Zero, out _))
        {
            trace.Append(line.Text).Append('\n');
        }

        content.AddText("trace.txt", "lines of the traces", trace.ToString());
        if (sources.Taps.Captures.Store is not CaptureStore store)
        {
            return;
        }

        if (isAnonymous)
        {
            content.Miss("capture.pcapng: messages hold identifiers that cannot be replaced");
            return;
        }

        ArrayBufferWriter<byte> packets = new();
        sources.Taps.Captures.WriteStart(packets);
        next = 0;
        store.TryRead(ref next, TimeSpan.Zero, out CapturedMessage[] messages);
        foreach (CapturedMessage message in messages)
        {
            message.WriteTo(packets);
        }

        sources.Taps.Captures.WriteEnd(packets);
        content.AddOctets("capture.pcapng", "captured signalling", packets.WrittenSpan.ToArray());
    }

    private string Version(DateTime time)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"pmipd {sources.Version}\n{time:yyyy-MM-dd HH:mm:ss} UTC\n");
        foreach (string path in (ReadOnlySpan<string>)["/proc/version", "/proc/uptime", "/proc/loadavg", "/proc/meminfo", "/proc/self/status", "/proc/cmdline"])
        {
            text.Append(CultureInfo.InvariantCulture, $"\n# {path}\n");
            try
            {
                text.Append(File.ReadAllText(path));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                text.Append(failure.Message).Append('\n');
            }
        }

        return text.ToString();
    }
}
