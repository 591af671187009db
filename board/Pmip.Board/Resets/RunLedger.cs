using System;
using System.Threading;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Board.Resets;

/// <summary>
/// Keeps how the runs of the process went. Two places hold the present run and are written in turn; two more hold the word that a run
/// leaves when it must end, and are written by the supervisor without waiting for anybody; the rest is the history. Each record has a
/// sector of its own and a check, so a loss of power costs at most the record that is being written.
/// </summary>
public sealed class RunLedger : IFaultRecord
{
    /// <summary>Ended runs that are kept.</summary>
    public const int HistoryMax = 32;

    /// <summary>Octets of the medium.</summary>
    public const int StorageLength = (HistoryAt + HistoryPlaces) * Stride;

    // No two records in one page: media write whole ones, and tear them.
    private const int Stride = 4096;
    private const int FaultAt = 2;
    private const int HistoryAt = 4;
    private const int HistoryPlaces = HistoryMax + 1; // The one that is being written may be lost, and 32 are left.

    private readonly IRecordStorage? _storage;
    private readonly Lock _gate = new();
    private readonly byte[] _sector = GC.AllocateArray<byte>(RunRecordCodec.Length, pinned: true);
    private readonly byte[] _faultSector = GC.AllocateArray<byte>(RunRecordCodec.Length, pinned: true);
    private readonly RunRecord[] _history;
    private readonly ulong _run;
    private RunRecord _current;
    private int _place;
    private readonly int _faultPlace;
    private readonly ulong _faultSequence;
    private int _faultIsTaken;

    /// <summary>
    /// Reads what the last runs left, judges how the last one ended, and begins a new one. Without <paramref name="storage"/> nothing
    /// is known and nothing is kept.
    /// </summary>
    public RunLedger(IRecordStorage? storage, in RunFacts facts)
    {
        _storage = storage;
        RunRecord last = Newest(0, out _place);
        RunRecord fault = Newest(FaultAt, out _faultPlace);
        _faultSequence = fault.Sequence;
        if (last.Run > 0 && fault.Run == last.Run && fault.Boot == last.Boot && fault.Began == last.Began)
        {
            last = last with
            {
                End = fault.End,
                Loop = fault.Loop,
                Deadline = fault.Deadline,
                Silence = fault.Silence,
                Detail = fault.Detail,
                Alive = fault.Alive,
                AliveUnixMicroseconds = last.AliveUnixMicroseconds + fault.Alive.Since(last.Alive).Microseconds,
            };
        }

        _run = last.Run + 1;
        _history = ReadHistory(last, facts);
        if (last.Run > 0)
        {
            // First into the history, then over the place where it stands: it is in one of them at every moment.
            Status = Write(HistoryAt + (int)(last.Run % HistoryPlaces), _history[0], _sector);
        }

        _current = new RunRecord
        {
            Sequence = last.Sequence,
            Run = _run,
            Boot = facts.Boot,
            Began = facts.Now,
            BeganUnixMicroseconds = facts.UnixMicroseconds,
            Alive = facts.Now,
            AliveUnixMicroseconds = facts.UnixMicroseconds,
            GenerationSince = facts.Now,
            SafeModeIsOrdered = last.SafeModeIsOrdered,
            PanicsCheck = facts.PanicsCheck,
            Build = facts.Build,
        };
        Facts = facts;
        KeepCurrent();
    }

    /// <summary>What this run knew when it began.</summary>
    public RunFacts Facts { get; }

    /// <summary>How the last write ended; the storage that is not there refuses none.</summary>
    public LinuxStatus Status { get; private set; }

    /// <summary>Number of this run.</summary>
    public ulong Run => _run;

    /// <summary>True when records outlive the process.</summary>
    public bool IsKept => _storage is not null;

    /// <summary>The ended runs, the newest first.</summary>
    public ReadOnlySpan<RunRecord> History => _history;

    /// <summary>This run so far.</summary>
    public RunRecord Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>Another configuration is in force from now on.</summary>
    public void NoteConfiguration(ulong generation, ulong check, Instant now) =>
        Change(run => run with { Generation = generation, GenerationCheck = check, GenerationSince = now, Alive = now });

    /// <summary>The run is in safe mode from now on, or no more.</summary>
    public void NoteSafeMode(bool isOn) => Change(run => run with { WasSafeMode = isOn });

    /// <summary>An operator ordered safe mode, which then holds over restarts.</summary>
    public void OrderSafeMode() => Change(run => run with { SafeModeIsOrdered = true });

    /// <summary>An operator ordered the end of safe mode: what ended before does not count any more.</summary>
    public void Forgive() => Change(run => run with { SafeModeIsOrdered = false, IsForgiven = true });

    /// <summary>The run is still alive.</summary>
    public void NoteAlive(Instant now, long unixMicroseconds) => Change(run => run with { Alive = now, AliveUnixMicroseconds = unixMicroseconds });

    /// <summary>The run ends in good order.</summary>
    public void NoteEnd(RunEnd end, string detail, Instant now, long unixMicroseconds) => Change(run => run with
    {
        End = end,
        Detail = RecordText.Of(detail),
        Alive = now,
        AliveUnixMicroseconds = unixMicroseconds,
    });

    /// <inheritdoc/>
    public LinuxStatus LoopSilent(SupervisedLoop loop, Duration silence)
    {
        ArgumentNullException.ThrowIfNull(loop);
        Span<byte> glimpse = stackalloc byte[RecordText.Max];
        int length = loop.Thread?.Write(glimpse) ?? 0;
        return WriteFault(new RunRecord
        {
            End = RunEnd.LoopSilent,
            Loop = RecordText.Of(loop.Progress.Name),
            Deadline = loop.Progress.Deadline,
            Silence = silence,
            Detail = RecordText.Of(glimpse[..length]),
        });
    }

    /// <inheritdoc/>
    public LinuxStatus StartStalled(Duration elapsed) => WriteFault(new RunRecord { End = RunEnd.StartStalled, Silence = elapsed });

    /// <summary>The process is about to end by an error; any thread.</summary>
    public LinuxStatus Crashed(string error) => WriteFault(new RunRecord { End = RunEnd.Crashed, Detail = RecordText.Of(error) });

    private void Change(Func<RunRecord, RunRecord> change)
    {
        lock (_gate)
        {
            _current = change(_current);
            KeepCurrent();
        }
    }

    // The first word counts: what goes wrong after it is a consequence.
    private LinuxStatus WriteFault(in RunRecord fault)
    {
        if (Interlocked.Exchange(ref _faultIsTaken, 1) != 0)
        {
            return LinuxStatus.Ok;
        }

        RunRecord complete = fault with
        {
            Sequence = _faultSequence + 1,
            Run = _run,
            Boot = Facts.Boot,
            Began = Facts.Now,
            Alive = MonotonicClock.Now,
        };
        return Write(FaultAt + (1 - _faultPlace), complete, _faultSector);
    }

    private void KeepCurrent()
    {
        _current = _current with { Sequence = _current.Sequence + 1 };
        LinuxStatus status = Write(1 - _place, _current, _sector);
        Status = status.IsOk ? Status : status;
        if (status.IsOk)
        {
            _place = 1 - _place;
        }
    }

    private LinuxStatus Write(int place, in RunRecord record, byte[] sector)
    {
        if (_storage is null)
        {
            return LinuxStatus.Ok;
        }

        RunRecordCodec.Write(record, sector);
        LinuxStatus status = _storage.Write((long)place * Stride, sector);
        return status.IsOk ? _storage.Synchronise() : status;
    }

    private RunRecord Newest(int firstPlace, out int newest)
    {
        RunRecord first = ReadPlace(firstPlace);
        RunRecord second = ReadPlace(firstPlace + 1);
        newest = second.Sequence > first.Sequence ? 1 : 0;
        return newest == 1 ? second : first;
    }

    private RunRecord ReadPlace(int place) =>
        _storage is not null && _storage.Read((long)place * Stride, _sector).IsOk && RunRecordCodec.TryRead(_sector, out RunRecord record)
            ? record
            : default;

    private RunRecord[] ReadHistory(in RunRecord last, in RunFacts facts)
    {
        System.Collections.Generic.List<RunRecord> runs = [];
        for (int place = 0; place < HistoryPlaces; place++)
        {
            RunRecord run = ReadPlace(HistoryAt + place);
            if (run.Run > 0 && run.Run < last.Run)
            {
                runs.Add(run);
            }
        }

        runs.Sort((left, right) => right.Run.CompareTo(left.Run));
        if (last.Run > 0)
        {
            runs.Insert(0, ResetJudgement.Close(last, facts));
        }

        return [.. runs.GetRange(0, Math.Min(runs.Count, HistoryMax))];
    }
}
