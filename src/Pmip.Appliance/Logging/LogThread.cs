using System;
using System.Threading;
using NLog;
using NLog.Config;
using NLog.Layouts;
using NLog.Targets;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Logging;

/// <summary>
/// The log on standard error, by NLog, and the thread that writes the records of an <see cref="EventRing"/> to it. Made by
/// <c>pmipd run</c> only: the other commands do not pay for it.
/// </summary>
public sealed class LogThread : IDisposable
{
    private static readonly Duration Forever = Duration.FromSeconds(3600);
    private static readonly Duration FloodSecond = Duration.FromSeconds(1);
    private readonly LogFactory _factory = new();
    private readonly EventRenderer _renderer;
    private readonly Thread _thread;
    private volatile bool _isEnding;

    /// <summary>Starts logging what comes through <paramref name="ring"/>, from the ring's level on.</summary>
    public LogThread(EventRing ring)
        : this(ring, new ConsoleTarget("stderr") { StdErr = true, AutoFlush = true }, IsUnderJournal)
    {
    }

    /// <summary>Logs to another target than standard error.</summary>
    internal LogThread(EventRing ring, TargetWithLayout target, bool isUnderJournal)
    {
        ArgumentNullException.ThrowIfNull(ring);
        Ring = ring;
        LoggingConfiguration configuration = new(_factory);
        target.Layout = isUnderJournal ? JournalLayout() : TimedLayout();
        configuration.AddTarget(target);
        configuration.LoggingRules.Add(new LoggingRule("*", LogLevel.Debug, LogLevel.Fatal, target));
        _factory.Configuration = configuration;
        _renderer = new EventRenderer(Ring, Write);
        _thread = new Thread(Render) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    /// <summary>Where the control loop writes its records.</summary>
    public EventRing Ring { get; }

    /// <summary>Lowest level that is logged; changeable at run time. The ring holds it, so that a change costs nothing.</summary>
    public EventLevel Level
    {
        get => Ring.Level;
        set => Ring.Level = value;
    }

    // Set by systemd for what it starts: the journal has the time and reads the level from a prefix.
    private static bool IsUnderJournal =>
        Environment.GetEnvironmentVariable("INVOCATION_ID") is not null || Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;

    /// <summary>Writes a sentence at once. Allocates: for start and stop, not for the control loop.</summary>
    public void Write(EventLevel level, EventRoom room, string sentence)
    {
        if (level >= Level)
        {
            Write(level, EventRooms.NameOf(room), (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, sentence);
        }
    }

    /// <summary>Writes what is still in the ring and ends the thread.</summary>
    public void Dispose()
    {
        if (!_isEnding)
        {
            _isEnding = true;
            Ring.Wake();
            _thread.Join();
            _factory.Shutdown();
            _factory.Dispose();
        }
    }

    private static SimpleLayout TimedLayout() =>
        new("${date:universalTime=true:format=yyyy-MM-ddTHH\\:mm\\:ss.fffZ} ${uppercase:${level:padding=-5}} ${logger:padding=-8} ${message}");

    private static Layout JournalLayout() => Layout.FromMethod(record => $"<{PriorityOf(record.Level)}>{record.LoggerName}: {record.Message}");

    // Priorities of syslog(3).
    private static int PriorityOf(LogLevel level) =>
        level >= LogLevel.Error ? 3 : level == LogLevel.Warn ? 4 : level == LogLevel.Info ? 6 : 7;

    private static LogLevel LevelOf(EventLevel level) => level switch
    {
        EventLevel.Debug => LogLevel.Debug,
        EventLevel.Info => LogLevel.Info,
        EventLevel.Warn => LogLevel.Warn,
        _ => LogLevel.Error,
    };

    private void Write(EventLevel level, string room, long unixMicroseconds, string sentence)
    {
        LogEventInfo line = new(LevelOf(level), room, sentence) { TimeStamp = DateTime.UnixEpoch.AddTicks(unixMicroseconds * TimeSpan.TicksPerMicrosecond) };
        _factory.GetLogger(room).Log(line);
    }

    private void Render()
    {
        while (!_isEnding)
        {
            Drain();
            Ring.Wait(_renderer.HoldsAny ? FloodSecond : Forever);
        }

        Drain();
    }

    private void Drain() => _renderer.Drain(Environment.TickCount64, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
}
