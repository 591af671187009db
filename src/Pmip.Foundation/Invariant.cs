using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pmip.Foundation;

/// <summary>Checks that our own code is right. Never reachable from bytes, files or lines that somebody sent us.</summary>
public static class Invariant
{
    /// <summary>Called with the claim before the process ends, so that it can be kept; null for nobody. It must not wait for other threads.</summary>
    public static Action<string>? LastWords { get; set; }

    /// <summary>Ends the process with <paramref name="claim"/> as the reason when <paramref name="holds"/> is false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require([DoesNotReturnIf(false)] bool holds, [CallerArgumentExpression(nameof(holds))] string claim = "")
    {
        if (!holds)
        {
            Fail(claim);
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(string claim)
    {
        Action<string>? lastWords = LastWords;
        LastWords = null; // What breaks in there is not worth a second word.
        lastWords?.Invoke(claim);
        Environment.FailFast("invariant broken: " + claim);
    }
}
