using System;

namespace Pmip.Fuzz.Guidance;

/// <summary>An input under which the product does what it must not.</summary>
/// <param name="Input">The input.</param>
/// <param name="Kind">What is wrong in one word: the exception's type, or "Allocation".</param>
/// <param name="Place">Where: the innermost frame of the product or of the target.</param>
/// <param name="Details">Message and stack.</param>
internal sealed record Finding(byte[] Input, string Kind, string Place, string Details)
{
    public static Finding Of(ReadOnlySpan<byte> input, Exception exception)
    {
        string place = "";
        foreach (string line in (exception.StackTrace ?? "").Split('\n'))
        {
            if (line.Contains("at Pmip.", StringComparison.Ordinal) && !line.Contains("Pmip.Fuzz.Instrumentation", StringComparison.Ordinal)
                && !line.Contains("Pmip.Foundation.Invariant", StringComparison.Ordinal))
            {
                place = line.Trim();
                break;
            }
        }

        return new Finding(input.ToArray(), exception.GetType().Name, place, exception.ToString());
    }

    /// <summary>True when both are probably the same fault.</summary>
    public bool IsLike(Finding? other) => other is not null && Kind == other.Kind && Place == other.Place;
}
