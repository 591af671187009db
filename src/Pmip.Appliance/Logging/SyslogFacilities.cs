using System;
using System.Linq;

namespace Pmip.Appliance.Logging;

/// <summary>The facilities of syslog (RFC 5424 6.2.1) that a program may be of, by the names of syslog.conf(5).</summary>
internal static class SyslogFacilities
{
    private static readonly (string Name, byte Code)[] Known =
    [
        ("user", 1), ("daemon", 3), ("auth", 4), ("syslog", 5),
        ("local0", 16), ("local1", 17), ("local2", 18), ("local3", 19), ("local4", 20), ("local5", 21), ("local6", 22), ("local7", 23),
    ];

    /// <summary>Their names.</summary>
    public static string[] Names { get; } = [.. Known.Select(facility => facility.Name)];

    /// <summary>The code of a name.</summary>
    public static byte CodeOf(string name) => Array.Find(Known, facility => facility.Name == name).Code;
}
