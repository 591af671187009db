using System;
using System.Diagnostics;
using System.Text;
using Pmip.Engine;
using Pmip.Engine.Configuration;
using Pmip.Engine.Mag;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;

namespace Pmip.Bench;

/// <summary>
/// Transactions of the MAG: half of the steps send an update (attach, detach), half take its acknowledgement, in a table that
/// is otherwise full.
/// </summary>
internal sealed class MagBench
{
    private const int Room = 256;
    private const int BatchMax = 1024;
    private readonly MobileAccessGateway _mag;
    private readonly Outbox _outbox = new();
    private readonly SignallingPath _path;
    private readonly byte[][] _identifiers;
    private readonly int[] _slot;
    private readonly byte[] _updates = new byte[BatchMax * Room];
    private readonly byte[] _answers = new byte[BatchMax * Room];
    private readonly int[] _updateLength = new int[BatchMax];
    private readonly int[] _answerLength = new int[BatchMax];
    private readonly int _batch;
    private Instant _now = new(1_000_000);
    private ulong _timestamp = 1_790_000_000UL << 16;
    private int _first;

    public MagBench(int bindings)
    {
        _batch = Math.Min(BatchMax, bindings / 4);
        IpAddress local = IpAddress.Parse("2001:db8:f::11");
        IpAddress remote = IpAddress.Parse("2001:db8:f::1");
        _path = new SignallingPath(SignallingForm.Ipv6, local, remote, local, remote, 0);
        _mag = new MobileAccessGateway(
            new MagConfiguration
            {
                Limits = new EngineLimits { Bindings = bindings },
                Lmas = [new PeerConfiguration { Name = "lma", Ipv6 = remote }],
                Ipv6 = local,
                AccessPoints = ["internet"],
                Quarantine = Duration.FromMilliseconds(1),
            },
            new EngineSecrets(1, 2, 3, 4, 5));
        _identifiers = new byte[bindings][];
        _slot = new int[bindings];
        for (int i = 0; i < bindings; i++)
        {
            _identifiers[i] = Encoding.ASCII.GetBytes($"00101{i:d10}@nai.epc.mnc001.mcc001.3gppnetwork.org");
        }

        for (_first = 0; _first < bindings; _first += _batch)
        {
            for (int i = 0; i < _batch; i++)
            {
                Attach(i);
            }

            Acknowledge();
        }

        _first = 0;
    }

    public void Measure(int transactions, Measurement measurement)
    {
        for (int done = 0; done < transactions; done += 4 * _batch)
        {
            bool alone = done / (4 * _batch) % 4 == 0;
            Time(measurement, alone, ends: true);
            Time(measurement, alone, ends: false);
            _first = (_first + _batch) % _identifiers.Length;
        }
    }

    private void Time(Measurement measurement, bool alone, bool ends)
    {
        measurement.BeginLap();
        for (int i = 0; i < _batch; i++)
        {
            long start = alone ? Stopwatch.GetTimestamp() : 0;
            if (ends)
            {
                Detach(i);
            }
            else
            {
                Attach(i);
            }

            if (alone)
            {
                measurement.AddStep(Stopwatch.GetTimestamp() - start);
            }
        }

        measurement.EndLap(_batch);

        for (int i = 0; i < _batch; i++)
        {
            _answerLength[i] = Codec.ParseAndEmit(_updates.AsSpan(i * Room, _updateLength[i]), _answers.AsSpan(i * Room, Room));
        }

        measurement.BeginLap();
        for (int i = 0; i < _batch; i++)
        {
            long start = alone ? Stopwatch.GetTimestamp() : 0;
            Receive(i);
            if (alone)
            {
                measurement.AddStep(Stopwatch.GetTimestamp() - start);
            }
        }

        measurement.EndLap(_batch);

        EngineBench.Check(_mag.Count == _identifiers.Length - (ends ? _batch : 0), "every answer was taken");
    }

    private void Acknowledge()
    {
        for (int i = 0; i < _batch; i++)
        {
            _answerLength[i] = Codec.ParseAndEmit(_updates.AsSpan(i * Room, _updateLength[i]), _answers.AsSpan(i * Room, Room));
            Receive(i);
        }
    }

    private void Attach(int i)
    {
        AttachRequest request = new()
        {
            Identifier = _identifiers[_first + i],
            Type = PdnType.Ipv4v6,
            AccessTechnology = AccessTechnologyType.Eutran,
            HandoffIndicator = HandoffIndicator.NewInterface,
            AccessNode = _first + i,
        };
        AttachStatus status = _mag.Attach(request, Tick(), new WallClock(_timestamp, true), _outbox, out _slot[_first + i]);
        EngineBench.Check(status == AttachStatus.Pending, "the attachment begins");
        TakeUpdate(i);
    }

    private void Detach(int i)
    {
        bool isEnding = _mag.Detach(_slot[_first + i], ConnectionEnd.NodeLeft, Tick(), new WallClock(_timestamp, true), _outbox);
        EngineBench.Check(isEnding, "the connection ends");
        TakeUpdate(i);
    }

    private void Receive(int i)
    {
        _mag.Receive(_path, _answers.AsSpan(i * Room, _answerLength[i]), Tick(), new WallClock(_timestamp, true), _outbox);
        _outbox.Clear();
    }

    private Instant Tick()
    {
        _timestamp++;
        return _now = _now.Plus(new Duration(10));
    }

    private void TakeUpdate(int i)
    {
        foreach (ref readonly Effect effect in _outbox.Effects)
        {
            if (effect.Kind == EffectKind.Transmit)
            {
                ReadOnlySpan<byte> update = _outbox.BytesOf(effect);
                update.CopyTo(_updates.AsSpan(i * Room, Room));
                _updateLength[i] = update.Length;
            }
        }

        _outbox.Clear();
    }
}
