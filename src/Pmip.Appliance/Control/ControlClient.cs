using System;
using System.IO;
using System.Text;
using Pmip.Linux;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Control;

/// <summary>Asks the running process over its control socket and copies what it answers. Blocks: for the command line.</summary>
public static class ControlClient
{
    /// <summary>
    /// Sends the request line and copies the answer to <paramref name="answer"/>. False gives the reason in <paramref name="error"/>.
    /// </summary>
    public static bool TryAsk(string socketPath, string request, Stream answer, out string error)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        LinuxStatus status = LocalStreamConnection.TryConnect(socketPath, out LocalStreamConnection? connection);
        if (!status.IsOk || connection is null)
        {
            error = $"no pmipd answers at {socketPath}: {status.Message}; is it running? see \"pmipd help run\"";
            return false;
        }

        using (connection)
        {
            status = Send(connection, Encoding.UTF8.GetBytes(request + "\n"));
            if (!status.IsOk)
            {
                error = $"pmipd at {socketPath} does not take the request: {status.Message}";
                return false;
            }

            return TryReceive(connection, socketPath, answer, out error);
        }
    }

    private static LinuxStatus Send(LocalStreamConnection connection, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            LinuxStatus status = connection.Write(octets, out int length);
            if (!status.IsOk)
            {
                return status;
            }

            octets = octets[length..];
        }

        return LinuxStatus.Ok;
    }

    private static bool TryReceive(LocalStreamConnection connection, string socketPath, Stream answer, out string error)
    {
        byte[] room = new byte[64 * 1024];
        using MemoryStream firstLine = new();
        bool isOk = false;
        LinuxStatus status = connection.Read(room, out int length);
        for (; status.IsOk && length > 0; status = connection.Read(room, out length))
        {
            ReadOnlySpan<byte> octets = room.AsSpan(0, length);
            if (!isOk)
            {
                int end = octets.IndexOf((byte)'\n');
                firstLine.Write(end < 0 ? octets : octets[..end]);
                if (end < 0)
                {
                    continue;
                }

                if (!firstLine.GetBuffer().AsSpan(0, (int)firstLine.Length).SequenceEqual("ok"u8))
                {
                    break;
                }

                isOk = true;
                octets = octets[(end + 1)..];
            }

            answer.Write(octets);
        }

        answer.Flush();
        string line = Encoding.UTF8.GetString(firstLine.GetBuffer(), 0, (int)firstLine.Length);
        error = isOk
            ? status.IsOk ? "" : $"the answer of pmipd at {socketPath} broke off: {status.Message}"
            : line.StartsWith("error ", StringComparison.Ordinal) ? line["error ".Length..] : $"pmipd at {socketPath} ended the connection without an answer";
        return error.Length == 0;
    }
}
