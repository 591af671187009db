using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Desk;

/// <summary>
/// The public control socket, and every session of the control API: accepts within bounds, gives each client a thread and the
/// rights of its user, tells the news to all, and ends cleanly.
/// </summary>
internal sealed class DeskServer : IDisposable
{
    /// <summary>Clients of the socket at once.</summary>
    public const int SessionsMax = 8;

    /// <summary>Those among them that are neither the superuser's nor the process's own user's.</summary>
    public const int ForeignSessionsMax = 4;

    /// <summary>Sessions within the process at once.</summary>
    public const int InnerSessionsMax = 4;

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly LocalStreamListener _listener;
    private readonly EventDescriptor _wake;
    private readonly DeskRooms _rooms;
    private readonly LocalStreamConnection _arriving = new();
    private readonly Lock _gate = new();
    private readonly List<(DeskSession Session, SessionKind Kind)> _sessions = [];
    private readonly Thread _thread;
    private int _count;
    private volatile bool _isEnding;

    private DeskServer(LocalStreamListener listener, EventDescriptor wake, DeskRooms rooms)
    {
        _listener = listener;
        _wake = wake;
        _rooms = rooms;
        _thread = new Thread(Accept) { IsBackground = true, Name = "desk" };
    }

    private enum SessionKind : byte
    {
        Own,
        Foreign,
        Inner,
    }

    /// <summary>Shows that clients are accepted.</summary>
    public LoopProgress Progress { get; } = new("desk", Duration.FromSeconds(30));

    /// <summary>Listens at <paramref name="path"/> and begins to serve.</summary>
    public static LinuxStatus TryStart(string path, DeskRooms rooms, out DeskServer? server)
    {
        server = null;
        LinuxStatus status = EventDescriptor.TryOpen(out EventDescriptor? wake);
        if (!status.IsOk || wake is null)
        {
            return status;
        }

        status = LocalStreamListener.TryListen(path, out LocalStreamListener? listener);
        if (!status.IsOk || listener is null)
        {
            wake.Dispose();
            return status;
        }

        server = new DeskServer(listener, wake, rooms);
        server._thread.Start();
        return status;
    }

    /// <summary>
    /// Opens a session within the process, as a console does, and gives its other end. Where <paramref name="access"/> is
    /// <see cref="OperatorAccess.None"/> somebody has to log in, unless the configuration has no operator: whoever has the machine
    /// in their hands is then let in, and the greeting says so. Null, with a reason, when there are too many.
    /// </summary>
    /// <param name="name">Name of the session, such as <c>serial</c>.</param>
    /// <param name="access">What is allowed without a login.</param>
    /// <param name="problem">Why there is none.</param>
    public SafeSocketHandle? OpenSession(string name, OperatorAccess access, out string problem)
    {
        SessionIdentity identity = new(_rooms.Operators, access == OperatorAccess.None ? "" : name, access, isPhysical: access == OperatorAccess.None);
        LinuxStatus status = LocalStreamConnection.TryPair(out LocalStreamConnection? ours, out LocalStreamConnection? theirs);
        problem = status.IsOk ? "" : $"a pair of sockets: {status.Message}";
        if (ours is null || theirs is null)
        {
            return null;
        }

        if (!TryBegin(ours, name, identity, SessionKind.Inner))
        {
            ours.Dispose();
            theirs.Dispose();
            problem = "too many sessions at once";
            return null;
        }

        SafeSocketHandle handle = new(theirs.Release(), ownsHandle: true);
        theirs.Dispose();
        return handle;
    }

    /// <summary>Any thread: tells every session that may look. <paramref name="write"/> writes the properties behind the event's name.</summary>
    public void Publish(string name, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> frame = new(256);
        using (Utf8JsonWriter json = new(frame, Options))
        {
            json.WriteStartObject();
            json.WriteString("event"u8, name);
            write(json);
            json.WriteEndObject();
        }

        frame.Write("\n"u8);
        byte[] octets = frame.WrittenSpan.ToArray();
        foreach (DeskSession session in Sessions())
        {
            session.Tell(octets);
        }
    }

    /// <summary>The sessions at this moment.</summary>
    public IReadOnlyList<DeskSession> Sessions()
    {
        lock (_gate)
        {
            return _sessions.ConvertAll(entry => entry.Session);
        }
    }

    /// <summary>Accepts nobody any more, ends the sessions, and waits for their threads, with a bound.</summary>
    public void Dispose()
    {
        if (_isEnding)
        {
            return;
        }

        _isEnding = true;
        _wake.Raise();
        _thread.Join(EndPatience);
        IReadOnlyList<DeskSession> sessions = Sessions();
        foreach (DeskSession session in sessions)
        {
            session.AskEnd();
        }

        foreach (DeskSession session in sessions)
        {
            if (!session.Join(EndPatience))
            {
                _rooms.Log.Write(EventLevel.Warn, $"session {session.Name} does not end; the process ends without it");
            }
        }

        _listener.Dispose();
        _arriving.Dispose();
        _wake.Dispose();
    }

    private void Accept()
    {
        Duration tick = new(Progress.Deadline.Microseconds / 3);
        while (!_isEnding)
        {
            if (_listener.Wait(_wake, tick) && _listener.TryAccept(_arriving).IsOk)
            {
                LocalStreamConnection connection = new();
                connection.TakeOver(_arriving);
                Receive(connection);
            }

            Progress.Advance();
        }
    }

    private void Receive(LocalStreamConnection connection)
    {
        try
        {
            Admit(connection);
        }
        catch (OutOfMemoryException failure)
        {
            // The system gives no further thread; the next client may be luckier.
            _rooms.Log.Write(EventLevel.Error, $"a client of the control socket is turned away: {failure.Message}");
            connection.Dispose();
        }
    }

    private void Admit(LocalStreamConnection connection)
    {
        if (!connection.TryReadPeer(out LocalPeer peer).IsOk)
        {
            connection.Dispose();
            return;
        }

        string who = peer.User == 0 ? "root" : string.Create(CultureInfo.InvariantCulture, $"user {peer.User}");
        SessionIdentity identity = new(_rooms.Operators, who, peer.IsOurs ? OperatorAccess.Configure : OperatorAccess.Look, isPhysical: false);
        string name = string.Create(CultureInfo.InvariantCulture, $"socket-{++_count}");
        if (!TryBegin(connection, name, identity, peer.IsOurs ? SessionKind.Own : SessionKind.Foreign))
        {
            // An empty socket has room for one line, and if it has not, the client sees the end of the connection.
            connection.Write(
                "{\"error\":{\"code\":\"tooManySessions\",\"message\":\"too many sessions at once, try again\",\"start\":0,\"length\":0}}\n"u8, out _);
            connection.Dispose();
        }
    }

    private bool TryBegin(LocalStreamConnection connection, string name, SessionIdentity identity, SessionKind kind)
    {
        if (!EventDescriptor.TryOpen(out EventDescriptor? wake).IsOk || wake is null)
        {
            return false;
        }

        DeskSession session = new(connection, wake, name, identity, _rooms, Forget);
        lock (_gate)
        {
            int foreign = _sessions.FindAll(entry => entry.Kind == SessionKind.Foreign).Count;
            int inner = _sessions.FindAll(entry => entry.Kind == SessionKind.Inner).Count;
            bool isFull = kind == SessionKind.Inner
                ? inner >= InnerSessionsMax
                : _sessions.Count - inner >= SessionsMax || (kind == SessionKind.Foreign && foreign >= ForeignSessionsMax);
            if (isFull || _isEnding)
            {
                wake.Dispose();
                return false;
            }

            _sessions.Add((session, kind));
        }

        try
        {
            session.Start();
        }
        catch (OutOfMemoryException)
        {
            Forget(session);
            throw;
        }

        return true;
    }

    private void Forget(DeskSession session)
    {
        lock (_gate)
        {
            _sessions.RemoveAll(entry => entry.Session == session);
        }
    }
}
