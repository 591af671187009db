using System;

namespace Pmip.Lab.Processes;

/// <summary>Something in the lab did not come about: the message says what was awaited and what was seen instead.</summary>
public sealed class LabException : Exception
{
    public LabException(string message)
        : base(message)
    {
    }

    public LabException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public LabException()
    {
    }
}
