using System;
using Pmip.Fuzz.Instrumentation;
using Pmip.Fuzz.Targets;

namespace Pmip.Fuzz.Guidance;

/// <summary>Runs inputs of one target and says what was wrong. The coverage of the last run is in the map.</summary>
internal sealed class Executor(FuzzTarget target)
{
    private const int Warming = 3;
    private readonly AllocationMeter _meter = new();

    public long Runs { get; private set; }

    /// <summary>Most work of any run so far.</summary>
    public long WorkMost { get; private set; }

    public Finding? Run(ReadOnlySpan<byte> input)
    {
        Finding? finding = RunOnce(input);

        // Buffers that grow once and classes that are made ready once are no allocations of the path.
        for (int i = 0; finding is null && _meter.Octets > 0 && i < Warming; i++)
        {
            finding = RunOnce(input);
        }

        return finding is null && _meter.Octets > 0
            ? new Finding(input.ToArray(), "Allocation", target.Name, $"{_meter.Octets} octets allocated where nothing may be")
            : finding;
    }

    private Finding? RunOnce(ReadOnlySpan<byte> input)
    {
        Runs++;
        _meter.Reset();
        CoverageMap.Clear(target.WorkMax);
        try
        {
            target.Run(input, _meter);
        }
        catch (Exception exception)
        {
            return Finding.Of(input, exception);
        }
        finally
        {
            WorkMost = Math.Max(WorkMost, CoverageMap.Work);
        }

        return null;
    }
}
