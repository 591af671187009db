using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Where the log goes besides standard error. Nothing of it wears flash unless a file is asked for.</summary>
public sealed record LogConfiguration
{
    /// <summary>Lowest level that is logged.</summary>
    public EventLevel Level { get; init; } = EventLevel.Info;

    /// <summary>Lines that are kept in memory, for the operator to look at.</summary>
    public int MemoryLines { get; init; } = 1000;

    /// <summary>The syslog that lines are sent to; null for none.</summary>
    public SyslogConfiguration? Syslog { get; init; }

    /// <summary>The files that lines are written to; null for none.</summary>
    public LogFileConfiguration? File { get; init; }
}

/// <summary>A syslog: that of this machine, or a server.</summary>
/// <param name="Server">Address of the server (RFC 5424 over UDP); unspecified for the syslog of this machine (<c>/dev/log</c>).</param>
/// <param name="Port">UDP port of the server.</param>
/// <param name="Facility">Facility code of syslog(3).</param>
public sealed record SyslogConfiguration(IpAddress Server, ushort Port, byte Facility)
{
    /// <summary>True for the syslog of this machine.</summary>
    public bool IsLocal => Server.IsUnspecified;
}

/// <summary>Log files that are begun anew when they are full.</summary>
/// <param name="Folder">A folder of the log's own: other files in it may be removed.</param>
/// <param name="SizeKilobytes">Size of one file in 1024 octets.</param>
/// <param name="Count">Files that are kept, the one that is written included.</param>
public sealed record LogFileConfiguration(string Folder, int SizeKilobytes, int Count);
