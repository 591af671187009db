using System;
using System.Diagnostics.CodeAnalysis;

namespace Pmip.Fuzz.Targets;

/// <summary>A result is wrong although nothing was thrown.</summary>
internal sealed class OracleException(string claim) : Exception("it does not hold that " + claim)
{
    /// <summary>Fails the run unless <paramref name="holds"/>.</summary>
    public static void Require([DoesNotReturnIf(false)] bool holds, string claim)
    {
        if (!holds)
        {
            throw new OracleException(claim);
        }
    }
}
