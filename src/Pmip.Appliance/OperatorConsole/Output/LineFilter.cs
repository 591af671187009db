using System;
using System.Globalization;

namespace Pmip.Appliance.OperatorConsole.Output;

/// <summary>One stage between the lines of an answer and the terminal.</summary>
internal sealed class LineFilter(PipeStage stage, ILineSink next) : ILineSink
{
    private int _count;

    /// <inheritdoc/>
    public bool HasEnough => next.HasEnough || (stage.Kind == PipeKind.First && _count >= stage.Number);

    /// <inheritdoc/>
    public void Take(string line, LineKind kind)
    {
        if (kind == LineKind.Heading)
        {
            if (stage.Kind != PipeKind.Count)
            {
                next.Take(line, kind);
            }

            return;
        }

        bool passes = stage.Kind switch
        {
            PipeKind.Match => line.Contains(stage.Text, StringComparison.OrdinalIgnoreCase),
            PipeKind.Except => !line.Contains(stage.Text, StringComparison.OrdinalIgnoreCase),
            PipeKind.First => _count < stage.Number,
            PipeKind.Count => false,
            _ => true,
        };
        _count += stage.Kind == PipeKind.Count || passes ? 1 : 0;
        if (passes)
        {
            next.Take(line, kind);
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        if (stage.Kind == PipeKind.Count)
        {
            next.Take(_count.ToString(CultureInfo.InvariantCulture), LineKind.Line);
        }

        next.End();
    }
}
