using System;

namespace Pmip.Foundation;

/// <summary>How names of code become keys that people and programs read: with a small first letter.</summary>
public static class CamelCase
{
    /// <summary>The name in camelCase, <c>ListenQueueFull</c> as <c>listenQueueFull</c>. It has a letter at least.</summary>
    public static string Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
