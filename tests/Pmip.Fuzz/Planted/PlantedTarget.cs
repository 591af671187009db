using System;
using Pmip.Fuzz.Targets;

namespace Pmip.Fuzz.Planted;

/// <summary>Input: options of type, length and value for the <see cref="ToyParser"/>.</summary>
internal sealed class PlantedTarget() : FuzzTarget("planted")
{
    public override int LengthMax => 64;

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        meter.Start();
        ToyParser.Parse(input);
        meter.Stop();
    }
}
