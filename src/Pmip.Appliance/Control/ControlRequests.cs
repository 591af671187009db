using System;
using System.Buffers.Text;
using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Control;

/// <summary>
/// Understands request lines: <c>show TABLE [json]</c>, <c>log LEVEL</c>, <c>detach IDENTIFIER [APN]</c>, <c>remove IDENTIFIER [APN]</c>.
/// </summary>
internal sealed class ControlRequests(ConsoleSources sources, IOperatorActions actions)
{
    private static readonly EventLevel[] Levels = Enum.GetValues<EventLevel>();

    private readonly ConsoleTable[] _tables = ConsoleTables.Of(sources);

    /// <summary>Every table.</summary>
    public ReadOnlySpan<ConsoleTable> Tables => _tables;

    /// <summary>Puts the answer into the connection, or the table that it is to stream.</summary>
    public void Answer(ControlConnection connection, ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> verb = NextWord(ref line);
        ReadOnlySpan<byte> first = NextWord(ref line);
        ReadOnlySpan<byte> second = NextWord(ref line);
        if (!NextWord(ref line).IsEmpty)
        {
            connection.Append("error the request has too many words\n"u8);
        }
        else if (verb.SequenceEqual("show"u8))
        {
            Show(connection, first, second);
        }
        else if (verb.SequenceEqual("log"u8))
        {
            SetLevel(connection, first);
        }
        else if (verb.SequenceEqual("detach"u8) && !first.IsEmpty)
        {
            OperatorStatus status = actions.Detach(first, second, out int count);
            Report(connection, status, "detached"u8, first, count);
        }
        else if (verb.SequenceEqual("remove"u8) && !first.IsEmpty)
        {
            OperatorStatus status = actions.Remove(first, second, out int count);
            Report(connection, status, "removed"u8, first, count);
        }
        else
        {
            connection.Append("error the request is not understood; known are show, log, detach and remove\n"u8);
        }
    }

    private void Show(ControlConnection connection, ReadOnlySpan<byte> name, ReadOnlySpan<byte> form)
    {
        if (!form.IsEmpty && !form.SequenceEqual("json"u8))
        {
            connection.Append("error the only form besides the table is json\n"u8);
            return;
        }

        foreach (ConsoleTable table in _tables)
        {
            if (table.Name.Span.SequenceEqual(name))
            {
                connection.Append("ok\n"u8);
                connection.BeginTable(table, !form.IsEmpty);
                return;
            }
        }

        connection.Append("error wanted is one of bindings, peers, sessions, counters, datapath, nodes\n"u8);
    }

    private void SetLevel(ControlConnection connection, ReadOnlySpan<byte> name)
    {
        foreach (EventLevel level in Levels)
        {
            if (EnumText<EventLevel>.Of(level).SequenceEqual(name))
            {
                actions.SetLogLevel(level);
                connection.Append("ok\nlog level is "u8);
                connection.Append(name);
                connection.Append("\n"u8);
                return;
            }
        }

        connection.Append("error wanted is one of debug, info, warn, error\n"u8);
    }

    private static void Report(ControlConnection connection, OperatorStatus status, ReadOnlySpan<byte> done, ReadOnlySpan<byte> identifier, int count)
    {
        switch (status)
        {
            case OperatorStatus.Done:
                connection.Append("ok\n"u8);
                connection.Append(done);
                connection.Append(" "u8);
                Utf8Formatter.TryFormat(count, connection.Room, out int digits);
                connection.Wrote(digits);
                connection.Append(count == 1 ? " connection of "u8 : " connections of "u8);
                break;
            case OperatorStatus.NotFound:
                connection.Append("error there is no such connection of "u8);
                break;
            case OperatorStatus.WrongRole:
                connection.Append(done.SequenceEqual("removed"u8)
                    ? "error only an LMA removes bindings, and this node is none; asked for "u8
                    : "error only a MAG detaches nodes, and this node is none; asked for "u8);
                break;
            default:
                connection.Append("error it cannot be done now, the log says why; asked for "u8);
                break;
        }

        connection.Wrote(VisibleText.Write(identifier, connection.Room));
        connection.Append("\n"u8);
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(" \r"u8);
        int end = line.IndexOfAny((byte)' ', (byte)'\r');
        ReadOnlySpan<byte> word = end < 0 ? line : line[..end];
        line = end < 0 ? default : line[end..];
        return word;
    }
}
