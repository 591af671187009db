using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NLog;
using NLog.Targets;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>A syslog: a server by UDP, or that of this machine. It never holds up the log; what it does not take is counted and told.</summary>
internal sealed class SyslogTarget : Target
{
    private const string LocalPath = "/dev/log";
    private readonly SyslogOrigin _origin;
    private readonly SyslogSocket _socket;
    private readonly LogLosses _losses;
    private readonly bool _isLocal;
    private readonly byte[] _room = new byte[SyslogMessage.LengthMax];
    private long _lostSince;

    /// <summary>Counts its lines in <paramref name="losses"/>.</summary>
    public SyslogTarget(SyslogConfiguration configuration, string node, LogLosses losses, string localPath = LocalPath)
    {
        Name = "syslog";
        _origin = SyslogOrigin.Of(node, configuration.Facility);
        _isLocal = configuration.IsLocal;
        _losses = losses;
        _socket = new SyslogSocket(_isLocal
            ? new UnixDomainSocketEndPoint(localPath)
            : new IPEndPoint(IPAddress.Parse(configuration.Server.ToString()), configuration.Port));
    }

    /// <inheritdoc/>
    protected override void Write(LogEventInfo logEvent)
    {
        if (logEvent is not LoggedEvent line)
        {
            return;
        }

        if (_lostSince > 0 && Send(Complaint(line.UnixMicroseconds)))
        {
            _lostSince = 0;
        }

        bool isSent = Send(line);
        _lostSince += isSent ? 0 : 1;
        _losses.Count(isSent);
    }

    /// <inheritdoc/>
    protected override void CloseTarget()
    {
        _socket.Dispose();
        base.CloseTarget();
    }

    private bool Send(LoggedEvent line)
    {
        int length = _isLocal ? SyslogMessage.WriteLocal(_origin, line, TimeZoneInfo.Local, _room) : SyslogMessage.WriteNetwork(_origin, line, _room);
        return _socket.TrySend(_room.AsSpan(0, length), Environment.TickCount64);
    }

    private LoggedEvent Complaint(long unixMicroseconds) => new(
        new LogEntry { Record = new EventRecord { UnixMicroseconds = unixMicroseconds, Kind = EventKind.Remark }, Level = EventLevel.Warn },
        string.Create(CultureInfo.InvariantCulture, $"{_lostSince} lines were lost on their way to syslog"));
}
