using Pmip.Appliance.Logging;
using static Pmip.Appliance.Configuration.ConfigurationKind;
using static Pmip.Appliance.Configuration.ConfigurationSchema;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>log</c>.</summary>
internal static class LogKeys
{
    public static readonly ConfigurationKey[] All =
    [
        Row("log", Section, "Logging: always to standard error and to memory; to nothing that wears flash unless it is asked for."),
        Row("log.level", Choice, "Lowest level that is logged.", preset: "info", choices: ["debug", "info", "warn", "error"]),
        Row("log.memoryLines", Integer, "Lines that are kept in memory, for \"show log\".", preset: "1000", minimum: 16, maximum: 100_000),
        Row("log.syslog", Section, "A syslog that the lines are sent to; without it to none."),
        Row("log.syslog.local", Boolean, "True: the syslog of this machine, /dev/log.", preset: "false"),
        Row("log.syslog.server", Address, "Address of a syslog server (RFC 5424 over UDP)."),
        Row("log.syslog.port", Integer, "UDP port of the server.", preset: "514", minimum: 1, maximum: 65_535),
        Row("log.syslog.facility", Choice, "Facility that the lines are of.", preset: "daemon", choices: SyslogFacilities.Names),
        Row("log.file", Section, "Files that the lines are written to; without it to none. They wear flash."),
        Row("log.file.folder", AbsolutePath, "Folder for them and for nothing else: what looks like an old log is removed.", isRequired: true,
            minimum: 2, maximum: 200),
        Row("log.file.sizeKilobytes", Integer, "Size of a file, in 1024 octets, at which the next one is begun.", preset: "1024", minimum: 16,
            maximum: 1_048_576),
        Row("log.file.count", Integer, "Files that are kept, the one that is written included.", preset: "4", minimum: 2, maximum: 100),
    ];
}
