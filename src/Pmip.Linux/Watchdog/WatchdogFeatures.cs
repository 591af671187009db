using System;

namespace Pmip.Linux.Watchdog;

/// <summary>What a watchdog can do: the bits of <c>struct watchdog_info</c> that we ask for.</summary>
[Flags]
public enum WatchdogFeatures
{
    /// <summary>Nothing, or not told.</summary>
    None = 0,

    /// <summary>Its time-out can be set (WDIOF_SETTIMEOUT).</summary>
    Timeout = 0x80,

    /// <summary>It can be called off by the magic character (WDIOF_MAGICCLOSE).</summary>
    MagicClose = 0x100,

    /// <summary>It warns before it bites (WDIOF_PRETIMEOUT).</summary>
    Pretimeout = 0x200,
}

/// <summary>Why the machine started, as the watchdog's driver knows it; many drivers know nothing and say none.</summary>
[Flags]
public enum WatchdogBootStatus
{
    /// <summary>Nothing known.</summary>
    None = 0,

    /// <summary>It was too hot (WDIOF_OVERHEAT).</summary>
    Overheat = 0x01,

    /// <summary>A fan failed (WDIOF_FANFAULT).</summary>
    FanFault = 0x02,

    /// <summary>An external line (WDIOF_EXTERN1).</summary>
    External1 = 0x04,

    /// <summary>Another external line (WDIOF_EXTERN2).</summary>
    External2 = 0x08,

    /// <summary>The supply was too low (WDIOF_POWERUNDER).</summary>
    PowerUnder = 0x10,

    /// <summary>The watchdog bit (WDIOF_CARDRESET).</summary>
    CardReset = 0x20,

    /// <summary>The supply was too high (WDIOF_POWEROVER).</summary>
    PowerOver = 0x40,
}
