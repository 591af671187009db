namespace Pmip.DataPath.Offload;

/// <summary>What happened in a device.</summary>
internal enum OffloadEventKind : byte
{
    /// <summary>A session that was pending is in force.</summary>
    Installed,

    /// <summary>A session that was pending is not taken.</summary>
    Refused,

    /// <summary>The device let a session go that it had.</summary>
    Evicted,

    /// <summary>The device has no room for more.</summary>
    TableFull,

    /// <summary>A port is not there any more, and with it its sessions in the device.</summary>
    PortGone,
}

/// <summary>Something that a device says of its own accord.</summary>
/// <param name="Kind">What.</param>
/// <param name="Number">Of which session; of <see cref="OffloadEventKind.PortGone"/> index of the interface.</param>
/// <param name="Last">What the device had carried of a session that it let go, where it says so; else zero.</param>
internal readonly record struct OffloadEvent(OffloadEventKind Kind, int Number, SessionCounters Last);
