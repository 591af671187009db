namespace Pmip.Linux.Terminals;

/// <summary>How the other end of a serial line may hold up what is sent to it.</summary>
public enum LineFlowControl : byte
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the wires RTS and CTS.</summary>
    Hardware,

    /// <summary>By the characters XON and XOFF.</summary>
    Software,
}
