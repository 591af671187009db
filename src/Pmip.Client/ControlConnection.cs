using System;
using System.IO;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;

namespace Pmip.Client;

/// <summary>
/// A session on the control socket of <c>pmipd</c>: asks one thing after the other, and takes the news that the process sends by
/// itself. For one thread, but for <see cref="Cancel"/>. The frames are described in the README of this folder.
/// </summary>
/// <example>
/// Every binding of the node, and one of them revoked:
/// <code>
/// using ControlConnection pmipd = ControlConnection.Connect("/run/pmip/pmipd.sock");
/// List&lt;string&gt; identifiers = [];
/// ControlError? error = pmipd.Ask("show bindings", new RowReader(row =&gt; identifiers.Add(row.GetProperty("identifier").GetString()!)));
/// error ??= pmipd.Ask("revoke node " + identifiers[0], new RowReader(row =&gt; { }));
/// if (error is not null)
/// {
///     Console.Error.WriteLine($"{error.Code}: {error.Message}");
/// }
/// </code>
/// </example>
public sealed partial class ControlConnection : IDisposable
{
    /// <summary>The version of the API that this client speaks.</summary>
    public const int ApiVersion = 1;

    /// <summary>Most octets of a request with its body.</summary>
    public const int RequestLengthMax = 2 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly FrameReader _frames;
    private readonly Lock _sending = new();
    private long _lastId;
    private long _asking;

    private ControlConnection(Socket socket)
    {
        _socket = socket;
        _frames = new FrameReader(socket);
        Greeting = ReadGreeting();
    }

    /// <summary>What the process said first.</summary>
    public ControlGreeting Greeting { get; }

    /// <summary>
    /// Takes the news: an object whose <c>event</c> is its name, good until the call ends. Called within <see cref="Ask(string, string,
    /// IAnswerReader)"/> and <see cref="TakeNews"/>; null throws news away.
    /// </summary>
    public Action<JsonElement>? News { get; set; }

    /// <summary>The socket, for a thread that waits for several things at once; when it is readable call <see cref="TakeNews"/>.</summary>
    public SafeSocketHandle Handle => _socket.SafeHandle;

    /// <summary>Connects to the control socket at <paramref name="path"/>.</summary>
    /// <exception cref="ControlException">Nobody answers there, or what answers speaks another version of the API.</exception>
    public static ControlConnection Connect(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw new ControlException($"no pmipd answers at {path}: {ReasonOf(failure, path)}", failure);
        }

        return Greeted(socket);
    }

    /// <summary>Takes over a connected socket.</summary>
    /// <exception cref="ControlException">What answers is no <c>pmipd</c> of this version of the API.</exception>
    public static ControlConnection Over(SafeSocketHandle connected) => Greeted(new Socket(connected));

    /// <summary>Asks without a body; see the other form.</summary>
    public ControlError? Ask(string command, IAnswerReader reader) => Ask(command, "", reader);

    /// <summary>
    /// Asks, gives the answer to <paramref name="reader"/>, and comes back when it is whole: null when it was done, else why not.
    /// </summary>
    /// <param name="command">The line, such as <c>show bindings</c>.</param>
    /// <param name="body">Text that goes beside it, such as a password or a whole configuration; empty for none.</param>
    /// <param name="reader">Takes the answer.</param>
    /// <exception cref="ControlException">The connection broke.</exception>
    public ControlError? Ask(string command, string body, IAnswerReader reader)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(reader);
        long id = ++_lastId;
        byte[] request = RequestFrame.Write(id, command, body);
        if (request.Length > RequestLengthMax)
        {
            throw new ControlException($"the request has {request.Length} octets, and {RequestLengthMax} is the most");
        }

        Volatile.Write(ref _asking, id);
        try
        {
            Send(request);
            while (true)
            {
                using JsonDocument frame = Next();
                if (AnswerFrame.TryTake(frame.RootElement, id, reader, out ControlError? error))
                {
                    return error;
                }

                TellNews(frame.RootElement);
            }
        }
        catch (Exception failure) when (failure is not ControlException)
        {
            Cancel();
            throw;
        }
        finally
        {
            Volatile.Write(ref _asking, 0);
        }
    }

    /// <summary>Any thread: gives up what is being asked, which then ends with the code <c>cancelled</c>; nothing when nothing is asked.</summary>
    public void Cancel()
    {
        long id = Volatile.Read(ref _asking);
        if (id != 0)
        {
            Send(RequestFrame.WriteCancel(id));
        }
    }

    /// <summary>Takes the news that came, waiting up to <paramref name="patience"/> for the first; false when the process has ended the connection.</summary>
    public bool TakeNews(TimeSpan patience)
    {
        try
        {
            do
            {
                while (_frames.TryTake(out ReadOnlyMemory<byte> line))
                {
                    using JsonDocument frame = Parse(line);
                    TellNews(frame.RootElement);
                    patience = TimeSpan.Zero;
                }

                if (!_socket.Poll(patience, SelectMode.SelectRead))
                {
                    return true;
                }
            }
            while (_frames.Fill());
            return false;
        }
        catch (SocketException)
        {
            return false; // Ended by the other side without a word.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static ControlConnection Greeted(Socket socket)
    {
        try
        {
            return new ControlConnection(socket);
        }
        catch (ControlException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static string ReasonOf(Exception failure, string path) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "Permission denied",
        SocketException when !File.Exists(path) => "No such file or directory",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "Connection refused",
        ArgumentException => "File name too long",
        _ => failure.Message,
    };

    private static JsonDocument Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException failure)
        {
            throw new ControlException("what answers is no pmipd: it does not speak JSON lines", failure);
        }
    }

    private ControlGreeting ReadGreeting()
    {
        using JsonDocument frame = Next();
        if (AnswerFrame.TryReadError(frame.RootElement, out ControlError? error))
        {
            throw new ControlException(error.Message);
        }

        ControlGreeting greeting = AnswerFrame.ReadGreeting(frame.RootElement);
        return greeting.Api == ApiVersion
            ? greeting
            : throw new ControlException($"pmipd speaks version {greeting.Api} of the API, and this client {ApiVersion}");
    }

    private JsonDocument Next()
    {
        ReadOnlyMemory<byte> line;
        while (!_frames.TryTake(out line))
        {
            if (!TryFill())
            {
                throw new ControlException("pmipd ended the connection without an answer");
            }
        }

        return Parse(line);
    }

    private bool TryFill()
    {
        try
        {
            return _frames.Fill();
        }
        catch (SocketException failure)
        {
            throw new ControlException($"the connection to pmipd broke: {failure.Message}", failure);
        }
    }

    private void TellNews(JsonElement frame)
    {
        if (frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty("event"u8, out _))
        {
            News?.Invoke(frame);
        }
    }

    private void Send(ReadOnlySpan<byte> frame)
    {
        try
        {
            lock (_sending)
            {
                while (!frame.IsEmpty)
                {
                    frame = frame[_socket.Send(frame)..];
                }
            }
        }
        catch (SocketException failure)
        {
            throw new ControlException($"the connection to pmipd broke: {failure.Message}", failure);
        }
    }
}
