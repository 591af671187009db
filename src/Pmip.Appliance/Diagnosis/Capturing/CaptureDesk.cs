using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Capture;
using Pmip.Wire.Dissection;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>The verbs of capturing.</summary>
/// <param name="captures">The capture.</param>
/// <param name="peers">The peers of the running configuration.</param>
internal sealed class CaptureDesk(CaptureKeeper captures, Func<IEnumerable<PeerConfiguration>> peers)
{
    private const string FileName = "capture.pcapng";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Lets the desk carry them out.</summary>
    public void AddTo(DeskVerbs verbs)
    {
        verbs.Add(VerbId.CaptureStart, Start);
        verbs.Add(VerbId.CaptureStop, Stop);
        verbs.Add(VerbId.CaptureShow, Show);
        verbs.Add(VerbId.CaptureSave, Save);
        verbs.Add(VerbId.CaptureStream, Stream);
    }

    private void Start(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (WishOf(arguments, 3, 4, 5, answer) is not CaptureWish wish)
        {
            return;
        }

        if (captures.TryStart(wish))
        {
            answer.Text($"capturing {wish.Description}");
        }
        else
        {
            RefuseAnother(answer);
        }
    }

    private void Stop(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (captures.TryStop())
        {
            answer.Text(Summary());
        }
        else
        {
            answer.Fail("notRunning", captures.Store is null ? "nothing is captured" : $"the capture has ended already: {Summary()}");
        }
    }

    private void Show(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (StoreOf(answer) is not CaptureStore store)
        {
            return;
        }

        answer.Columns(
            new AnswerColumn("time", "TIME (UTC)"),
            new AnswerColumn("direction", "WAY"),
            new AnswerColumn("octets", "OCTETS", ColumnKind.Number),
            new AnswerColumn("message", "MESSAGE"),
            new AnswerColumn("remark", "REMARK"));
        SummaryDissection summary = new();
        ArrayBufferWriter<byte> line = new();
        long next = 0;
        store.TryRead(ref next, TimeSpan.Zero, out CapturedMessage[] messages);
        foreach (CapturedMessage message in messages)
        {
            line.ResetWrittenCount();
            PacketDissector.DissectIp(message.Packet, summary);
            summary.Finish(line);
            answer.Row(row =>
            {
                row.WriteString("time", TimeOf(message.Head.Nanoseconds).ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
                row.WriteString("direction", message.Head.Direction == CaptureDirection.Outbound ? "sent" : "received");
                row.WriteNumber("octets", message.Packet.Length);
                row.WriteString("message", line.WrittenSpan);
                row.WriteString("remark", message.Comment);
            });
        }
    }

    private void Save(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (StoreOf(answer) is not CaptureStore store
            || DiagnosisFolder.PathOf(Encoding.UTF8.GetString(arguments.Text(0)), FileName, request, answer) is not string path)
        {
            return;
        }

        ArrayBufferWriter<byte> content = new();
        captures.WriteStart(content);
        long next = 0;
        store.TryRead(ref next, TimeSpan.Zero, out CapturedMessage[] messages);
        foreach (CapturedMessage message in messages)
        {
            message.WriteTo(content);
        }

        captures.WriteEnd(content);
        if (DiagnosisFolder.TryWrite(path, [0x0A, 0x0D, 0x0D, 0x0A], 0, answer, file => file.Write(content.WrittenSpan)))
        {
            answer.Text(string.Create(CultureInfo.InvariantCulture, $"{messages.Length} messages, {content.WrittenCount} octets in {path}"));
        }
    }

    private void Stream(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        bool hasFilter = arguments.Has(0) || arguments.Has(1) || arguments.Has(2) || arguments.Has(3);
        bool isOwn = hasFilter || captures.Store is null;
        if (isOwn)
        {
            if (WishOf(arguments, -1, 3, -1, answer) is not CaptureWish wish)
            {
                return;
            }

            if (!captures.TryStart(wish with { KeepsNewest = true }))
            {
                RefuseAnother(answer);
                return;
            }
        }

        try
        {
            Stream(captures.Store!, answer);
        }
        finally
        {
            if (isOwn)
            {
                captures.TryStop();
            }
        }
    }

    private void Stream(CaptureStore store, IAnswer answer)
    {
        ArrayBufferWriter<byte> content = new();
        captures.WriteStart(content);
        answer.Octets(content.WrittenSpan);
        long next = 0;
        while (!answer.IsAbandoned && store.TryRead(ref next, Patience, out CapturedMessage[] messages))
        {
            content.ResetWrittenCount();
            foreach (CapturedMessage message in messages)
            {
                message.WriteTo(content);
            }

            if (messages.Length > 0)
            {
                answer.Octets(content.WrittenSpan);
            }
        }

        content.ResetWrittenCount();
        captures.WriteEnd(content);
        answer.Octets(content.WrittenSpan);
    }

    private CaptureStore? StoreOf(IAnswer answer)
    {
        if (captures.Store is null)
        {
            answer.Fail("nothingThere", "nothing was captured: \"capture start\" begins");
        }

        return captures.Store;
    }

    // Parameters 0 to 2 are peer, node and count; the others stand where the verb has them, or nowhere.
    private CaptureWish? WishOf(in VerbArguments arguments, int size, int seconds, int newest, IAnswer answer)
    {
        string peer = Encoding.UTF8.GetString(arguments.Text(0));
        string node = Encoding.UTF8.GetString(arguments.Text(1));
        IpPrefix[] networks = [];
        if (peer.Length > 0)
        {
            networks = [.. peers().Where(known => known.Name == peer).SelectMany(NetworksOf)];
            if (networks.Length == 0)
            {
                answer.Fail("noSuchPeer", $"no peer is called {peer}; there are {string.Join(", ", peers().Select(known => known.Name))}");
                return null;
            }
        }

        string description = (peer, node) switch
        {
            ("", "") => "everything",
            (_, "") => $"peer {peer}",
            ("", _) => $"node {node}",
            _ => $"node {node} with peer {peer}",
        };
        return new CaptureWish
        {
            Filter = new CaptureFilter(networks, node.Length == 0 ? null : NodePattern.Parse(node)),
            Description = description,
            Count = arguments.Has(2) ? Math.Max(arguments.Number(2), 1) : long.MaxValue,
            Kilobytes = size >= 0 && arguments.Has(size) ? (int)Math.Max(arguments.Number(size), 1) : CaptureWish.DefaultKilobytes,
            Time = arguments.Has(seconds) ? Duration.FromSeconds(arguments.Number(seconds)) : null,
            KeepsNewest = newest >= 0 && arguments.Has(newest),
        };
    }

    private static IEnumerable<IpPrefix> NetworksOf(PeerConfiguration peer)
    {
        if (peer.Prefix is IpPrefix prefix)
        {
            yield return prefix;
        }

        if (!peer.Ipv6.IsUnspecified)
        {
            yield return new IpPrefix(peer.Ipv6, 128);
        }

        if (!peer.Ipv4.IsUnspecified)
        {
            yield return new IpPrefix(peer.Ipv4, 32);
        }
    }

    private string Summary() => string.Create(
        CultureInfo.InvariantCulture,
        $"{captures.Store?.Count} messages of {captures.Wish?.Description} are in memory; {captures.Dropped} did not fit");

    private void RefuseAnother(IAnswer answer) => answer.Fail(
        "alreadyRunning", $"{captures.Wish?.Description} is captured since {TimeOf(captures.StartNanoseconds):HH:mm:ss} UTC: \"capture stop\" ends that");

    private static DateTime TimeOf(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
