using System.Collections.Generic;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Peers;
using Pmip.Foundation.Time;
using Pmip.Unit.Engine.Lma;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Peers;

/// <summary>A heartbeat as a test reads it.</summary>
public sealed record Beat(string To, HeartbeatFlags Flags, uint Sequence, uint? RestartCounter);

/// <summary>An anchor that watches over its MAGs, and hands that answer for them.</summary>
public sealed class WatchedAnchor
{
    public const int IntervalSeconds = 60;
    public static readonly Registration Good = new() { Lifetime = 2000 };

    public WatchedAnchor(bool announces = false, int interval = IntervalSeconds) => Bench = new AnchorBench(c => c with
    {
        Ipv6 = Pmip.Foundation.Addressing.IpAddress.Parse(AnchorBench.Lma6),
        Limits = new EngineLimits { Bindings = 64, Peers = 3 },
        Supervision = new SupervisionConfiguration
        {
            HeartbeatInterval = Duration.FromSeconds(interval),
            RestartCounter = 9,
            AnnouncesRestart = announces,
        },
    });

    public AnchorBench Bench { get; }

    public LocalMobilityAnchor Anchor => Bench.Anchor;

    public long this[SupervisionCounter counter] => Anchor.Supervision.Counters[counter];

    public static byte[] Encode(HeartbeatFlags flags, uint sequence, uint? counter)
    {
        Heartbeat heartbeat = new()
        {
            Flags = flags,
            Sequence = sequence,
            HasRestartCounter = counter is not null,
            RestartCounter = counter ?? 0,
        };
        byte[] octets = new byte[heartbeat.EncodedLength];
        Assert.Equal(WireStatus.Ok, heartbeat.Emit(octets, out _));
        return octets;
    }

    public static Beat Read(Answer answer)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(answer.Octets, out MobilityHeader header));
        Assert.Equal(WireStatus.Ok, Heartbeat.TryRead(header, out Heartbeat heartbeat));
        return new Beat(
            answer.Path.OuterRemote.ToString(),
            heartbeat.Flags,
            heartbeat.Sequence,
            heartbeat.HasRestartCounter ? heartbeat.RestartCounter : null);
    }

    /// <summary>A MAG sends a heartbeat.</summary>
    public Answer Send(HeartbeatFlags flags, uint sequence, uint? counter, string from = AnchorBench.Mag1) =>
        Bench.Send(Good with { From = from }, Encode(flags, sequence, counter));

    /// <summary>Time goes by; the heartbeats that were sent meanwhile, and everything that happened.</summary>
    public (List<Beat> Beats, List<Answer> Steps) Wait(double seconds)
    {
        List<Beat> beats = [];
        List<Answer> steps = [];
        Instant end = Bench.Now.Plus(new Duration((long)(seconds * 1_000_000)));
        while (Anchor.NextDeadline <= end)
        {
            double ahead = Anchor.NextDeadline.Since(Bench.Now).Microseconds / 1e6;
            Bench.Wait(ahead);
            foreach (Answer step in Bench.ExpireAll())
            {
                steps.Add(step);
                if (!step.IsSilent && step.Type == MobilityHeaderType.Heartbeat)
                {
                    beats.Add(Read(step));
                }
            }
        }

        Bench.Wait(end.Since(Bench.Now).Microseconds / 1e6);
        return (beats, steps);
    }

    /// <summary>Waits for the next request and answers it.</summary>
    public Answer AnswerNext(uint? counter)
    {
        for (int i = 0; i < 4; i++)
        {
            (List<Beat> beats, _) = Wait(IntervalSeconds / 4.0);
            if (beats.Count > 0)
            {
                return Send(HeartbeatFlags.Response, beats[^1].Sequence, counter);
            }
        }

        throw new Xunit.Sdk.XunitException("no request was sent");
    }

    public PeerView Peer(int slot = 0)
    {
        Assert.True(Anchor.Peers.TryRead(slot, out PeerView view));
        return view;
    }
}
