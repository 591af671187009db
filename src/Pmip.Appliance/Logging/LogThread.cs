using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NLog;
using NLog.Config;
using NLog.Targets;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging.Targets;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Logging;

/// <summary>
/// The log, by NLog, and the one thread that writes it: the records of an <see cref="EventRing"/> and what other threads say. It
/// goes to memory and to standard error, and where the configuration says. Made by <c>pmipd run</c> only: the other commands do
/// not pay for it.
/// </summary>
public sealed class LogThread : IDisposable
{
    private static readonly Duration Forever = Duration.FromSeconds(3600);
    private static readonly Duration FloodSecond = Duration.FromSeconds(1);
    private readonly LogFactory _factory = new();
    private readonly EventRenderer _renderer;
    private readonly SentenceQueue _sentences;
    private readonly Target[] _always;
    private readonly Thread _thread;
    private readonly Lock _feedGate = new();
    private Settings? _next;
    private volatile EventFeed[] _feeds = [];
    private volatile bool _isEnding;

    /// <summary>Starts logging what comes through <paramref name="ring"/>, from the ring's level on.</summary>
    public LogThread(EventRing ring)
        : this(ring, null, IsUnderJournal)
    {
    }

    /// <summary>Logs to another target than standard error.</summary>
    internal LogThread(EventRing ring, TargetWithLayout? target, bool isUnderJournal)
    {
        ArgumentNullException.ThrowIfNull(ring);
        Ring = ring;
        target ??= new StandardErrorTarget(ErrorLosses);
        target.Layout = isUnderJournal ? LineLayout.Journal() : LineLayout.Timed();
        Memory = new LogMemory(new LogConfiguration().MemoryLines);

        // Memory first: it has what the others may lose.
        _always = [new LogMemoryTarget(Memory), target];
        Use(_always);
        _sentences = new SentenceQueue(ring);
        _renderer = new EventRenderer(Ring, _sentences, Write, Tap) { Level = ring.Level };
        _thread = new Thread(Render) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    /// <summary>Where the control loop writes its records.</summary>
    public EventRing Ring { get; }

    /// <summary>Lowest level that is logged; changeable at run time, by the control loop too.</summary>
    public EventLevel Level
    {
        get => _renderer.Level;
        set
        {
            _renderer.Level = value;
            Ring.Level = LowestWanted();
        }
    }

    /// <summary>The last lines.</summary>
    internal LogMemory Memory { get; }

    /// <summary>Lines written since the start.</summary>
    internal long Lines => _renderer.Lines;

    /// <summary>Sentences of other threads than the loop that did not fit.</summary>
    internal long SentencesDropped => _sentences.Dropped;

    /// <summary>The ways out of the process, by name.</summary>
    internal IEnumerable<(string Target, LogLosses Losses)> Losses => [("stderr", ErrorLosses), ("syslog", SyslogLosses), ("file", FileLosses)];

    /// <summary>What standard error took.</summary>
    internal LogLosses ErrorLosses { get; } = new();

    /// <summary>What the syslog took.</summary>
    internal LogLosses SyslogLosses { get; } = new();

    /// <summary>What the files took.</summary>
    internal LogLosses FileLosses { get; } = new();

    // Set by systemd for what it starts: the journal has the time and reads the level from a prefix.
    private static bool IsUnderJournal =>
        Environment.GetEnvironmentVariable("INVOCATION_ID") is not null || Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;

    /// <summary>
    /// Any thread but the control loop's: brings a configuration into force for the node of this name. What is said after the call
    /// goes where it says.
    /// </summary>
    public void Apply(LogConfiguration configuration, string node)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Level = configuration.Level;
        Volatile.Write(ref _next, new Settings(configuration, node));
        Ring.Wake();
    }

    /// <summary>
    /// Any thread but the control loop's: logs a sentence of its own. Waits for nobody; a sentence that finds no room is counted.
    /// </summary>
    public void Write(EventLevel level, EventRoom room, string sentence)
    {
        if (level >= Level)
        {
            _sentences.TryWrite(level, room, LogTime.Now, sentence);
        }
    }

    /// <summary>Gives all that happens from now on to <paramref name="feed"/> too, until <see cref="Unwatch"/>.</summary>
    internal void Watch(EventFeed feed)
    {
        lock (_feedGate)
        {
            _feeds = [.. _feeds, feed];
            Ring.Level = LowestWanted();
        }
    }

    /// <summary>Ends what <see cref="Watch"/> began.</summary>
    internal void Unwatch(EventFeed feed)
    {
        lock (_feedGate)
        {
            _feeds = [.. _feeds.Where(other => other != feed)];
            Ring.Level = LowestWanted();
        }
    }

    /// <summary>Writes what is still there and ends the thread.</summary>
    public void Dispose()
    {
        if (!_isEnding)
        {
            _sentences.Close();
            _isEnding = true;
            Ring.Wake();
            _thread.Join();
            _factory.Shutdown();
            _factory.Dispose();
        }
    }

    private EventLevel LowestWanted()
    {
        EventLevel lowest = _renderer.Level;
        foreach (EventFeed feed in _feeds)
        {
            lowest = feed.Level < lowest ? feed.Level : lowest;
        }

        return lowest;
    }

    private void Render()
    {
        while (!_isEnding)
        {
            Drain(Environment.TickCount64);
            Ring.Wait(_renderer.HoldsAny ? FloodSecond : Forever);
        }

        // What is held back for its second to end is not held back any longer.
        Drain(Environment.TickCount64);
        Drain(Environment.TickCount64 + (long)TimeSpan.FromMinutes(1).TotalMilliseconds);
    }

    private void Drain(long nowMilliseconds)
    {
        if (Interlocked.Exchange(ref _next, null) is Settings settings)
        {
            Memory.Resize(settings.Log.MemoryLines);
            Use([.. _always, .. TargetsOf(settings)]);
        }

        // Two threads that change the level at once may leave the older wish behind.
        Ring.Level = LowestWanted();
        _renderer.Drain(nowMilliseconds, LogTime.Now);
    }

    private Target[] TargetsOf(Settings settings) =>
    [
        .. settings.Log.Syslog is SyslogConfiguration syslog ? [new SyslogTarget(syslog, settings.Node, SyslogLosses)] : Array.Empty<Target>(),
        .. settings.Log.File is LogFileConfiguration file ? [new LogFileTarget(file, FileLosses)] : Array.Empty<Target>(),
    ];

    private void Use(Target[] targets)
    {
        LoggingConfiguration configuration = new(_factory);
        foreach (Target target in targets)
        {
            configuration.AddTarget(target);
            configuration.LoggingRules.Add(new LoggingRule("*", LogLevel.Debug, LogLevel.Fatal, target));
        }

        _factory.Configuration = configuration;
    }

    private void Tap(in EventRecord record)
    {
        foreach (EventFeed feed in _feeds)
        {
            feed.Offer(record);
        }
    }

    private void Write(in LogEntry entry, string sentence)
    {
        LoggedEvent line = new(entry, sentence);
        _factory.GetLogger(line.LoggerName!).Log(line);
    }

    private sealed record Settings(LogConfiguration Log, string Node);
}
