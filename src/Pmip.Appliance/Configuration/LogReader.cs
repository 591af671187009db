using System;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>log</c> out of one that has passed the checks.</summary>
internal static class LogReader
{
    public static LogConfiguration Read(ConfigurationCursor log) => new()
    {
        Level = Enum.Parse<EventLevel>(log.Text("level"), ignoreCase: true),
        MemoryLines = log.Integer("memoryLines"),
        Syslog = Syslog(log.Section("syslog")),
        File = File(log.Section("file")),
    };

    private static SyslogConfiguration? Syslog(ConfigurationCursor syslog) => syslog.Boolean("local") || syslog.Optional("server") is not null
        ? new SyslogConfiguration(syslog.Address("server"), (ushort)syslog.Integer("port"), SyslogFacilities.CodeOf(syslog.Text("facility")))
        : null;

    private static LogFileConfiguration? File(ConfigurationCursor file) => file.Optional("folder") is string folder
        ? new LogFileConfiguration(folder, file.Integer("sizeKilobytes"), file.Integer("count"))
        : null;
}
