using System;

namespace Pmip.Client;

/// <summary>The connection cannot be had, or broke. A request that was only refused is a <see cref="ControlError"/>.</summary>
public sealed class ControlException : Exception
{
    /// <summary>Makes one without a sentence.</summary>
    public ControlException()
    {
    }

    /// <summary>Makes one with a sentence for the operator.</summary>
    public ControlException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence for the operator, and what it came of.</summary>
    public ControlException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
