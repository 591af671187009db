using System;

namespace Pmip.Appliance.Logging;

/// <summary>Which part of the process speaks. Its name is the second word of a log line.</summary>
public enum EventRoom : byte
{
    /// <summary>The control loop and the process.</summary>
    Host,

    /// <summary>The LMA engine.</summary>
    Lma,

    /// <summary>The MAG engine.</summary>
    Mag,

    /// <summary>The access links.</summary>
    Access,

    /// <summary>The GRE data path.</summary>
    DataPath,

    /// <summary>The control socket.</summary>
    Control,
}

/// <summary>Names of the rooms.</summary>
public static class EventRooms
{
    /// <summary>Name as it stands in a log line.</summary>
    public static string NameOf(EventRoom room) => room switch
    {
        EventRoom.Host => "host",
        EventRoom.Lma => "lma",
        EventRoom.Mag => "mag",
        EventRoom.Access => "access",
        EventRoom.DataPath => "datapath",
        EventRoom.Control => "control",
        _ => throw new ArgumentOutOfRangeException(nameof(room)),
    };
}
