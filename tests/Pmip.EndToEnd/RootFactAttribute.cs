using System;
using Xunit;

namespace Pmip.EndToEnd;

/// <summary>A test that makes network namespaces: without root it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        Skip = Environment.IsPrivilegedProcess ? null : RootReason.Text;
    }
}

/// <summary>The same for a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute()
    {
        Skip = Environment.IsPrivilegedProcess ? null : RootReason.Text;
    }
}

internal static class RootReason
{
    internal const string Text = "makes network namespaces and needs root";
}
