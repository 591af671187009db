namespace Pmip.Appliance.Host;

/// <summary>What a descriptor that became ready stands for.</summary>
internal enum LoopSource
{
    /// <summary>A signal asks for something.</summary>
    Signal = 1,

    /// <summary>A signalling socket; the number is its <see cref="SignallingPorts.Kind"/>.</summary>
    Signalling,

    /// <summary>News of the kernel's links and routes.</summary>
    KernelNews,

    /// <summary>An access link; the number is the link's.</summary>
    AccessLink,

    /// <summary>Answers of the DHCP server that the MAG relays to.</summary>
    DhcpRelay,

    /// <summary>A channel of the desk; the number is the server's own.</summary>
    Control,

    /// <summary>Work that another thread prepared.</summary>
    Mailbox,

    /// <summary>Packets of users that the programs leave to the process; the number is the data path's own.</summary>
    SlowPath,
}

/// <summary>Source and number in the 64 bits that epoll carries.</summary>
internal static class LoopToken
{
    /// <summary>The token of a source.</summary>
    public static ulong Of(LoopSource source, int number) => (ulong)source << 32 | (uint)number;

    /// <summary>The source of a token.</summary>
    public static LoopSource SourceOf(ulong token) => (LoopSource)(int)(token >> 32);

    /// <summary>The number in a token.</summary>
    public static int NumberOf(ulong token) => unchecked((int)(token & uint.MaxValue));
}
