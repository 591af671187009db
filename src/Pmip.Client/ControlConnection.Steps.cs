using System;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;

namespace Pmip.Client;

/// <summary>What <see cref="ControlConnection.Step"/> found.</summary>
public enum ControlStep
{
    /// <summary>Nothing is there yet.</summary>
    Nothing,

    /// <summary>A part of the answer, or news.</summary>
    Part,

    /// <summary>The end of the answer.</summary>
    Whole,

    /// <summary>The process has ended the connection.</summary>
    Ended,
}

/// <content>For a thread that waits for other things too, and so must not wait here.</content>
public sealed partial class ControlConnection
{
    /// <summary>
    /// Sends a request and comes back at once; <see cref="Step"/> takes the answer. What still comes for an earlier request is passed
    /// over from then on.
    /// </summary>
    /// <exception cref="ControlException">The connection broke, or the request is too long.</exception>
    public void Begin(string command, string body)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(body);
        long id = ++_lastId;
        byte[] request = RequestFrame.Write(id, command, body);
        if (request.Length > RequestLengthMax)
        {
            throw new ControlException($"the request has {request.Length} octets, and {RequestLengthMax} is the most");
        }

        Volatile.Write(ref _asking, id);
        Send(request);
    }

    /// <summary>
    /// Takes one part of the answer to what was begun, or news, if it is there; <paramref name="error"/> tells with the end of an answer
    /// why there was none. It waits for nothing but the rest of a line.
    /// </summary>
    /// <exception cref="ControlException">What answers is no <c>pmipd</c>.</exception>
    public ControlStep Step(IAnswerReader reader, out ControlError? error)
    {
        ArgumentNullException.ThrowIfNull(reader);
        error = null;
        try
        {
            ReadOnlyMemory<byte> line;
            while (!_frames.TryTake(out line))
            {
                if (!_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
                {
                    return ControlStep.Nothing;
                }

                if (!_frames.Fill())
                {
                    return ControlStep.Ended;
                }
            }

            using JsonDocument frame = Parse(line);
            if (AnswerFrame.TryTake(frame.RootElement, Volatile.Read(ref _asking), reader, out error))
            {
                Volatile.Write(ref _asking, 0);
                return ControlStep.Whole;
            }

            TellNews(frame.RootElement);
            return ControlStep.Part;
        }
        catch (SocketException)
        {
            return ControlStep.Ended; // Ended by the other side without a word.
        }
    }
}
