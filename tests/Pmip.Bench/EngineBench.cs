using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using System.Threading;
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
    private const int BatchMax = 1024;
    private const string BaselineName = "parse and emit";
    private readonly LocalMobilityAnchor _lma;
    private readonly Outbox _outbox = new();
    private readonly SignallingPath[] _paths = new SignallingPath[2];
    private readonly byte[][] _identifiers;
    private readonly byte[] _phase;
    private readonly IpPrefixList[] _prefixes;
    private readonly Ipv4HomeAddress[] _addresses;
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

    private EngineBench(int bindings)
    {
        _batch = Math.Min(BatchMax, bindings / 4);
        IpAddress local = IpAddress.Parse("2001:db8:f::1");
        PeerConfiguration[] peers = new PeerConfiguration[2];
        for (int mag = 0; mag < peers.Length; mag++)
        {
            IpAddress remote = IpAddress.Parse($"2001:db8:f::{11 + mag}");
            peers[mag] = new PeerConfiguration { Name = $"mag{mag}", Ipv6 = remote };
            _paths[mag] = new SignallingPath(SignallingForm.Ipv6, local, remote, local, remote, 0);
        }

        _lma = new LocalMobilityAnchor(
            new LmaConfiguration
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
                        Ipv4Pool = IpPrefix.Parse("10.0.0.0/12"),
                        Ipv4Router = IpAddress.Parse("10.0.0.1"),
                    },
                ],
            },
            new EngineSecrets(1, 2, 3, 4, 5));
        _identifiers = new byte[bindings][];
        _phase = new byte[bindings];
        _prefixes = new IpPrefixList[bindings];
        _addresses = new Ipv4HomeAddress[bindings];
        for (int i = 0; i < bindings; i++)
        {
            _identifiers[i] = Encoding.ASCII.GetBytes($"00101{i:d10}@nai.epc.mnc001.mcc001.3gppnetwork.org");
        }

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
    }

    /// <summary>Measures at both table sizes.</summary>
    public static void Run(BenchRun run)
    {
        int transactions = run.Transactions;
        List<Measurement> measurements = run.Measurements;
        CancellationToken ending = run.Ending;
        Measurement baseline = new(BaselineName, string.Empty);
        measurements.Add(baseline);
        foreach (int bindings in (int[])[4096, 65_536])
        {
            EngineBench bench = new(bindings);
            Measurement lma = new($"LMA transaction, {bindings} bindings", BaselineName);
            ending.ThrowIfCancellationRequested();
            bench.Measure(transactions / 10, new Measurement("warm-up", string.Empty), new Measurement("warm-up", string.Empty));
            bench.Measure(transactions, lma, baseline);
            measurements.Add(lma);
        }

        foreach (int bindings in (int[])[4096, 65_536])
        {
            MagBench bench = new(bindings);
            Measurement mag = new($"MAG transaction, {bindings} bindings", BaselineName);
            ending.ThrowIfCancellationRequested();
            bench.Measure(transactions / 10, new Measurement("warm-up", string.Empty));
            bench.Measure(transactions, mag);
            measurements.Add(mag);
        }

        run.Add("octets allocated while measuring", Measurement.Allocated, "octets");
    }

    private void Measure(int transactions, Measurement lma, Measurement baseline)
    {
        for (int done = 0; done < transactions; done += _batch)
        {
            Prepare();
            bool alone = done / _batch % 4 == 0;
            if (alone)
            {
                for (int i = 0; i < _batch; i++)
                {
                    long start = Stopwatch.GetTimestamp();
                    Receive(i);
                    lma.AddStep(Stopwatch.GetTimestamp() - start);
                }
            }
            else
            {
                lma.BeginLap();
                for (int i = 0; i < _batch; i++)
                {
                    Receive(i);
                }

                lma.EndLap(_batch);
            }

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

        if (!alone)
        {
            baseline.EndLap(_batch);
        }
    }

    private void Prepare()
    {
        for (int i = 0; i < _batch; i++)
        {
            _node[i] = _next;
            _next = (_next + 1) % _identifiers.Length;
            WriteUpdate(i);
        }
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
    private int MagOf(int node) => _phase[node] < 2 ? 0 : 1;

    private void WriteUpdate(int i)
    {
        int node = _node[i];
        int phase = _phase[node];
        ProxyBindingUpdate update = default;
        update.Sequence = unchecked(++_sequence);
        update.Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;
        update.LifetimeUnits = phase == 3 ? (ushort)0 : (ushort)900;
        update.HasIdentifier = true;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        update.Identifier = _identifiers[node];
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
        IpPrefixList any = default;
        any.TryAdd(new IpPrefix(IpAddress.Unspecified, 0));
        update.HomeNetworkPrefixes = phase == 0 ? any : _prefixes[node];
        update.Ipv4HomeAddressRequestCount = 1;
        update.Ipv4HomeAddressRequest = phase == 0 ? new Ipv4HomeAddress(IpAddress.FromIPv4(0), 0) : _addresses[node];
        Check(update.Emit(_updates.AsSpan(i * Room, Room), out _updateLength[i]) == WireStatus.Ok, "the update fits");
    }

    private void TakeAnswer(int i)
    {
        int node = _node[i];
        Check(MobilityHeader.TryRead(_answers.AsSpan(i * Room, _answerLength[i]), out MobilityHeader header) == WireStatus.Ok, "there is an answer");
        Check(ProxyBindingAcknowledgement.TryRead(header, out ProxyBindingAcknowledgement answer) == WireStatus.Ok, "the answer is readable");
        Check(answer.Status == BindingStatus.Accepted, "every update is accepted");
        _prefixes[node] = answer.HomeNetworkPrefixes;
        _addresses[node] = new Ipv4HomeAddress(answer.Ipv4HomeAddressReply.Address, answer.Ipv4HomeAddressReply.PrefixLength);
        _phase[node] = (byte)((_phase[node] + 1) % 4);
    }

    // A bench that measures refusals measures nothing.
    internal static void Check(bool holds, string claim)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"the bench expects that {claim}");
        }
    }
}
