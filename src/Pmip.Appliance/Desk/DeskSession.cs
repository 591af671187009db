using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Desk;

/// <summary>
/// One client and the thread that serves it: greets, takes one request after the other, and sends news in between. Whatever the
/// client does, or does not, concerns this thread alone.
/// </summary>
internal sealed class DeskSession : IDisposable
{
    private const int NewsMax = 32;
    private static readonly Duration Forever = Duration.FromSeconds(3600);
    private readonly LocalStreamConnection _connection;
    private readonly DeskRooms _rooms;
    private readonly EventDescriptor _wake;
    private readonly SessionInput _input;
    private readonly SessionOutput _output;
    private readonly SessionVerbRunner _runner;
    private readonly Queue<byte[]> _news = new();
    private readonly Thread _thread;
    private readonly Action<DeskSession> _ended;
    private readonly Instant _begun = MonotonicClock.Now;
    private bool _isOver;

    /// <summary>Makes the session of a connection; <paramref name="ended"/> is called on its thread when it is over.</summary>
    public DeskSession(
        LocalStreamConnection connection, EventDescriptor wake, string name, SessionIdentity identity, DeskRooms rooms, Action<DeskSession> ended)
    {
        _connection = connection;
        _wake = wake;
        _rooms = rooms;
        _ended = ended;
        Name = name;
        Identity = identity;
        _input = new SessionInput(connection);
        _output = new SessionOutput(connection, wake, rooms.Patience);
        _runner = new SessionVerbRunner(rooms, name, identity);
        _thread = new Thread(Run, maxStackSize: 1 << 20) { IsBackground = true, Name = name };
    }

    /// <summary>Name of the session, unique since the start.</summary>
    public string Name { get; }

    /// <summary>Who it is of.</summary>
    public SessionIdentity Identity { get; }

    /// <summary>Requests that were answered.</summary>
    public long Requests { get; private set; }

    /// <summary>How long it has lasted.</summary>
    public Duration Age => MonotonicClock.Now.Since(_begun);

    /// <summary>Begins to serve.</summary>
    public void Start() => _thread.Start();

    /// <summary>Any thread: queues a frame of news; the oldest goes when the client does not keep up.</summary>
    public void Tell(byte[] frame)
    {
        lock (_news)
        {
            if (_news.Count == NewsMax)
            {
                _news.Dequeue();
            }

            _news.Enqueue(frame);
        }

        Wake();
    }

    /// <summary>Any thread: the session is to end; what runs in it is abandoned.</summary>
    public void AskEnd()
    {
        _output.IsEnding = true;
        Wake();
    }

    /// <summary>Waits until its thread has ended; false when the time is over first.</summary>
    public bool Join(TimeSpan patience) => _thread.Join(patience);

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _output.Dispose();
        lock (_news)
        {
            _isOver = true;
            _wake.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            Greet();
            while (!_output.IsEnding && !_output.IsGivenUp && Serve())
            {
                SendNews();
            }
        }
        catch (Exception failure)
        {
            // A bug of ours costs this session, and nothing else.
            _rooms.Log.Write(EventLevel.Error, $"session {Name} failed inside: {failure}");
        }
        finally
        {
            _ended(this);
            Dispose();
        }
    }

    private void Wake()
    {
        lock (_news)
        {
            if (!_isOver)
            {
                _wake.Raise();
            }
        }
    }

    private void Greet()
    {
        DeskFacts facts = _rooms.Facts();
        _output.Write(json =>
        {
            json.WriteString("pmipd"u8, _rooms.Version);
            json.WriteNumber("api"u8, 1);
            json.WriteString("node"u8, facts.Node);
            json.WriteString("role"u8, facts.Role);
            json.WriteString("access"u8, AccessNames.Of(Identity.Access));
            json.WriteString("operator"u8, Identity.Name);
            json.WriteString("state"u8, facts.State);
            json.WriteNumber("pendingSeconds"u8, facts.PendingSeconds);
            json.WriteBoolean("draft"u8, facts.HasDraft);
            string notice = Identity.IsUnprotected
                ? "no password is set: everybody at this console may do everything; see \"operators\" in the configuration\n" + facts.Notice
                : Identity.Access == OperatorAccess.None ? "" : facts.Notice ?? ""; // Strangers are told by the login.
            if (notice.Length > 0)
            {
                json.WriteString("notice"u8, notice.TrimEnd('\n'));
            }
        });
        _output.Flush();
    }

    // One line, or a wait for one; false when the client has gone or is not to stay.
    private bool Serve()
    {
        if (_input.TryTake(out ReadOnlyMemory<byte> line))
        {
            Answer(line);
            return true;
        }

        if (_input.IsTooLong)
        {
            RefuseConnection("tooLong", $"a request has at most {SessionInput.LengthMax} octets");
            return false;
        }

        Duration patience = Forever;
        if (Identity.Access == OperatorAccess.None)
        {
            if (Age >= _rooms.LoginTime)
            {
                RefuseConnection("loginTimeout", "nobody has logged in");
                return false;
            }

            patience = new Duration(_rooms.LoginTime.Microseconds - Age.Microseconds);
        }

        PollInterest ready = _connection.Wait(PollInterest.Read, _wake, patience);
        _wake.TryTake();
        return ready == PollInterest.None || _input.Read();
    }

    private void Answer(ReadOnlyMemory<byte> line)
    {
        if (!SessionRequest.TryRead(line, out SessionRequest? request, out long? id, out string problem))
        {
            _output.Write(json =>
            {
                WriteId(json, id);
                ErrorFrame.Write(json, "badRequest", problem);
            });
            _output.Flush();
            return;
        }

        if (request.IsCancel)
        {
            return; // Of a request whose answer was already over.
        }

        Requests++;
        SessionAnswer answer = new(_output, request.Id, () => IsCancelled(request.Id));
        _runner.Run(request, answer);
        answer.Finish();
    }

    // Looks at what the client sends meanwhile: the only thing that means something is that it wants no more.
    private bool IsCancelled(long id)
    {
        if (_output.IsEnding || _output.IsGivenUp)
        {
            return true;
        }

        bool isThere = _input.TryPeek(out ReadOnlyMemory<byte> line);
        if (!isThere && !_input.IsTooLong && _connection.Wait(PollInterest.Read, null, default) != PollInterest.None)
        {
            if (!_input.Read())
            {
                return true;
            }

            isThere = _input.TryPeek(out line);
        }

        return isThere && SessionRequest.IsCancelOf(line, id);
    }

    private void SendNews()
    {
        bool isHeard = Identity.Access != OperatorAccess.None;
        while (TryTakeNews(out byte[] frame))
        {
            if (isHeard)
            {
                _output.Write(frame);
            }
        }

        _output.Flush();
    }

    private bool TryTakeNews(out byte[] frame)
    {
        lock (_news)
        {
            return _news.TryDequeue(out frame!);
        }
    }

    private void RefuseConnection(string code, string message)
    {
        _output.Write(json => ErrorFrame.Write(json, code, message));
        _output.Flush();
    }

    private static void WriteId(Utf8JsonWriter json, long? id)
    {
        if (id is long number)
        {
            json.WriteNumber("id"u8, number);
        }
        else
        {
            json.WriteNull("id"u8);
        }
    }
}
