using System;
using System.Diagnostics;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Bench;

/// <summary>
/// Transactions of the LMA: real Proxy Binding Updates in, acknowledgements out, over a quarter each of creation, refresh,
/// handover and de-registration. The baseline is the bare reading of the same updates and writing of the same answers.
/// </summary>
internal sealed class EngineBench
{
    private const int Room = 256;
    private const int BatchMax = 256;
    private const int Burst = 32; // Datagrams that the host takes at once.
    private const uint Stride = 0x9E3779B1;
    private const string BaselineName = "parse and emit";
    private readonly LmaConfiguration _configuration;
    private readonly LocalMobilityAnchor _lma;
    private readonly Outbox _outbox = new();
    private readonly SignallingPath[] _paths = new SignallingPath[2];
    private readonly BenchNode[] _nodes;
    private readonly byte[] _identifier = Encoding.ASCII.GetBytes("001010000000000@nai.epc.mnc001.mcc001.3gppnetwork.org");
    private readonly byte[] _updates = new byte[BatchMax * Room];
    private readonly byte[] _answers = new byte[BatchMax * Room];
    private readonly int[] _updateLength = new int[BatchMax];
    private readonly int[] _answerLength = new int[BatchMax];
    private readonly int[] _node = new int[BatchMax];
    private readonly int _batch;
    private Instant _now = new(1_000_000);
    private ulong _timestamp = 1_790_000_000UL << 16;
    private ushort _sequence;
    private int _next;
    private readonly bool _isAtRandom;

    private EngineBench(int bindings, bool isAtRandom)
    {
        _isAtRandom = isAtRandom;
        _batch = Math.Min(BatchMax, bindings / 4);
        IpAddress local = IpAddress.Parse("2001:db8:f::1");
        PeerConfiguration[] peers = new PeerConfiguration[2];
        for (int mag = 0; mag < peers.Length; mag++)
        {
            IpAddress remote = IpAddress.Parse($"2001:db8:f::{11 + mag}");
            peers[mag] = new PeerConfiguration { Name = $"mag{mag}", Ipv6 = remote };
            _paths[mag] = new SignallingPath(SignallingForm.Ipv6, local, remote, local, remote, 0);
        }

        _configuration = new LmaConfiguration
        {
            Limits = new EngineLimits { Bindings = bindings },
            Peers = peers,
            MinDelayBeforeBceDelete = Duration.FromMilliseconds(1),
            Quarantine = Duration.FromMilliseconds(1),
            RevokeAtOldMag = false, // One update, one answer: what a transaction is here.
            AccessPoints =
            [
                new AccessPointConfiguration
                {
                    Name = "internet",
                    Ipv6Pool = IpPrefix.Parse("2001:db8::/40"),
                    Ipv4Pool = IpPrefix.Parse("10.0.0.0/10"),
                    Ipv4Router = IpAddress.Parse("10.0.0.1"),
                },
            ],
        };
        _nodes = new BenchNode[bindings];
        long before = ResidentOctets();
        _lma = new LocalMobilityAnchor(_configuration, new EngineSecrets(1, 2, 3, 4, 5));
        // Nodes are spread over the phases, so every batch is a mix.
        for (int phase = 1; phase < 4; phase++)
        {
            for (int i = phase; i < bindings; i += 4)
            {
                for (int done = 0; done < phase; done++)
                {
                    _node[0] = i;
                    WriteUpdate(0);
                    Receive(0);
                    TakeAnswer(0);
                }
            }
        }

        ResidentPerBinding = (double)(ResidentOctets() - before) / bindings;
    }

    // What the account at the start of pmipd says of the tables, and what the process really grew by while they were filled.
    private double AccountPerBinding => (double)LocalMobilityAnchor.BytesFor(_configuration) / _nodes.Length;

    private double ResidentPerBinding { get; }

    /// <summary>Measures at every table size.</summary>
    public static void Run(BenchRun run)
    {
        Measurement baseline = new(BaselineName, string.Empty);
        run.Measurements.Add(baseline);
        foreach ((int bindings, bool isAtRandom) in ((int, bool)[])[(1024, false), (65_536, false), (65_536, true), (1_048_576, false), (1_048_576, true)])
        {
            string size = $"{bindings} bindings{(isAtRandom ? ", at random" : string.Empty)}";
            EngineBench bench = new(bindings, isAtRandom);
            Measurement lma = new($"LMA transaction, {size}", BaselineName);
            run.Ending.ThrowIfCancellationRequested();
            Measurement warmUp = new("warm-up", string.Empty, isWarmUp: true);
            bench.Measure(run.Transactions / 10, warmUp, warmUp);
            bench.Measure(run.Transactions, lma, baseline);
            run.Measurements.Add(lma);
            if (!isAtRandom)
            {
                run.Add($"LMA tables by the account, {size}", bench.AccountPerBinding, "octets per binding");
                run.Add($"LMA tables in resident memory, {size}", bench.ResidentPerBinding, "octets per binding");
            }
        }

        foreach (int bindings in (int[])[4096, 65_536])
        {
            MagBench bench = new(bindings);
            Measurement mag = new($"MAG transaction, {bindings} bindings", BaselineName);
            run.Ending.ThrowIfCancellationRequested();
            bench.Measure(run.Transactions / 10, new Measurement("warm-up", string.Empty, isWarmUp: true));
            bench.Measure(run.Transactions, mag);
            run.Measurements.Add(mag);
        }

        run.Add("octets allocated while measuring", Measurement.Allocated, "octets");
    }

    private static long ResidentOctets()
    {
        GC.Collect();
        return Environment.WorkingSet;
    }

    private void Measure(int transactions, Measurement lma, Measurement baseline)
    {
        for (int done = 0; done < transactions; done += _batch)
        {
            Prepare();
            bool alone = done / _batch % 4 == 0;
            lma.BeginLap();
            for (int i = 0; i < _batch; i++)
            {
                long start = alone ? Stopwatch.GetTimestamp() : 0;
                if (i % Burst == 0)
                {
                    Anticipate(i);
                }

                Receive(i);
                if (alone)
                {
                    lma.AddStep(Stopwatch.GetTimestamp() - start);
                }
            }

            lma.EndLap(_batch);
            MeasureBaseline(baseline, alone);
            for (int i = 0; i < _batch; i++)
            {
                TakeAnswer(i);
            }
        }
    }

    private void MeasureBaseline(Measurement baseline, bool alone)
    {
        Span<byte> room = stackalloc byte[Room];
        baseline.BeginLap();
        for (int i = 0; i < _batch; i++)
        {
            long start = alone ? Stopwatch.GetTimestamp() : 0;
            Codec.ParseAndEmit(_updates.AsSpan(i * Room, _updateLength[i]), room);
            if (alone)
            {
                baseline.AddStep(Stopwatch.GetTimestamp() - start);
            }
        }

        baseline.EndLap(_batch);
    }

    private void Prepare()
    {
        for (int i = 0; i < _batch; i++)
        {
            // In the order of registration, as refreshes come; or by a step that visits every node and never a neighbour.
            _node[i] = _next;
            _next = unchecked((int)((uint)_next + (_isAtRandom ? Stride : 1))) & (_nodes.Length - 1);
            WriteUpdate(i);
        }
    }

    private void Anticipate(int first)
    {
        for (int i = first; i < Math.Min(first + Burst, _batch); i++)
        {
            _lma.Anticipate(_updates.AsSpan(i * Room, _updateLength[i]));
        }

        _lma.AnticipateBindings();
    }

    private void Receive(int i)
    {
        _now = _now.Plus(new Duration(1000)); // A thousand a second: addresses rest for whole seconds before they are given out again.
        WallClock wall = new(_timestamp, true);
        while (_lma.Expire(_now, wall, _outbox))
        {
            _outbox.Clear();
        }

        int mag = MagOf(_node[i]);
        _lma.Receive(_paths[mag], _updates.AsSpan(i * Room, _updateLength[i]), _now, wall, _outbox);
        _answerLength[i] = 0;
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit)
            {
                ReadOnlySpan<byte> answer = _outbox.BytesOf(effect);
                answer.CopyTo(_answers.AsSpan(i * Room, Room));
                _answerLength[i] = answer.Length;
            }
        }

        _outbox.Clear();
    }

    // Create and refresh at the first MAG, hand over to and leave the second.
    private int MagOf(int node) => _nodes[node].Phase < 2 ? 0 : 1;

    private void WriteUpdate(int i)
    {
        int node = _node[i];
        int phase = _nodes[node].Phase;
        ProxyBindingUpdate update = default;
        update.Sequence = unchecked(++_sequence);
        update.Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;
        update.LifetimeUnits = phase == 3 ? (ushort)0 : (ushort)900;
        update.HasIdentifier = true;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        WriteDigits(_identifier.AsSpan(5, 10), node);
        update.Identifier = _identifier;
        update.HasServiceSelection = true;
        update.ServiceSelection = "\binternet"u8;
        update.HasHandoffIndicator = true;
        update.HandoffIndicator = phase switch
        {
            0 => HandoffIndicator.NewInterface,
            1 => HandoffIndicator.ReRegistration,
            2 => HandoffIndicator.BetweenMags,
            _ => HandoffIndicator.Unknown,
        };
        update.HasAccessTechnologyType = true;
        update.AccessTechnologyType = AccessTechnologyType.Eutran;
        update.HasTimestamp = true;
        update.Timestamp = ++_timestamp;
        update.HasGreKeyOption = phase != 3;
        update.HasGreKey = phase != 3;
        update.GreKey = new GreKey(phase == 3 ? 0 : (uint)node + 1);
        update.HomeNetworkPrefixes.TryAdd(phase == 0
            ? new IpPrefix(IpAddress.Unspecified, 0)
            : new IpPrefix(new IpAddress(_nodes[node].Prefix, 0), 64));
        update.Ipv4HomeAddressRequestCount = 1;
        update.Ipv4HomeAddressRequest = new Ipv4HomeAddress(
            IpAddress.FromIPv4(phase == 0 ? 0 : _nodes[node].Address), (byte)(phase == 0 ? 0 : _nodes[node].PrefixLength));
        Check(update.Emit(_updates.AsSpan(i * Room, Room), out _updateLength[i]) == WireStatus.Ok, "the update fits");
    }

    private void TakeAnswer(int i)
    {
        int node = _node[i];
        Check(MobilityHeader.TryRead(_answers.AsSpan(i * Room, _answerLength[i]), out MobilityHeader header) == WireStatus.Ok, "there is an answer");
        Check(ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement answer) == WireStatus.Ok, "the answer is readable");
        Check(answer.Status == BindingStatus.Accepted, "every update is accepted");
        _nodes[node] = new BenchNode(
            answer.HomeNetworkPrefixes.Count > 0 ? answer.HomeNetworkPrefixes[0].Address.High : 0,
            answer.Ipv4HomeAddressReply.Address.IPv4,
            answer.Ipv4HomeAddressReply.PrefixLength,
            (byte)((_nodes[node].Phase + 1) % 4));
    }

    private static void WriteDigits(Span<byte> room, int number)
    {
        for (int i = room.Length - 1; i >= 0; i--, number /= 10)
        {
            room[i] = (byte)('0' + (number % 10));
        }
    }

    // A bench that measures refusals measures nothing.
    internal static void Check(bool holds, string claim)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"the bench expects that {claim}");
        }
    }

    /// <summary>What a node remembers from one update to the next.</summary>
    private readonly record struct BenchNode(ulong Prefix, uint Address, byte PrefixLength, byte Phase);
}
