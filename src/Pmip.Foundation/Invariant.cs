using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pmip.Foundation;

/// <summary>Checks that our own code is right. Never reachable from bytes, files or lines that somebody sent us.</summary>
public static class Invariant
{
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
    private static void Fail(string claim) => Environment.FailFast("invariant broken: " + claim);
}
