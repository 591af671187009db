using NLog;
using NLog.Targets;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>NLog's way into <see cref="LogMemory"/>, which outlives it.</summary>
internal sealed class LogMemoryTarget : Target
{
    private readonly LogMemory _memory;

    /// <summary>Writes to <paramref name="memory"/>.</summary>
    public LogMemoryTarget(LogMemory memory)
    {
        Name = "memory";
        _memory = memory;
    }

    /// <inheritdoc/>
    protected override void Write(LogEventInfo logEvent)
    {
        if (logEvent is LoggedEvent line)
        {
            _memory.Add(line.UnixMicroseconds, line.EventLevel, line.Room, line.Message);
        }
    }
}
