using System;
using System.Buffers.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Foundation;

namespace Pmip.Appliance.Control;

/// <summary>Understands request lines by the <see cref="VerbTable"/>, lets them happen, and words the answers.</summary>
internal sealed class ControlRequests(ConsoleSources sources, IOperatorActions actions)
{
    private readonly ConsoleTable[] _tables = ConsoleTables.Of(sources);

    /// <summary>Every table.</summary>
    public ReadOnlySpan<ConsoleTable> Tables => _tables;

    /// <summary>Puts the answer into the connection, or the table that it is to stream.</summary>
    public void Answer(ControlConnection connection, ReadOnlySpan<byte> line)
    {
        VerbFault fault = VerbArguments.TryRead(line, out VerbArguments arguments, out int parameter, out WordPlace word);
        if (fault != VerbFault.None)
        {
            connection.Append("error "u8);
            connection.Wrote(VerbFaultText.Write(fault, arguments, parameter, word, connection.Room));
            connection.Append("\n"u8);
            return;
        }

        switch (arguments.Verb.Id)
        {
            case VerbId.Show:
                connection.Append("ok\n"u8);
                connection.BeginTable(_tables[arguments.Choice(0)], isJson: arguments.Has(1));
                break;
            case VerbId.Log:
                actions.SetLogLevel((EventLevel)arguments.Choice(0));
                connection.Append("ok\nlog level is "u8);
                connection.Append(arguments.Text(0));
                connection.Append("\n"u8);
                break;
            case VerbId.Detach:
                Report(connection, arguments, actions.Detach(arguments.Text(0), arguments.Text(1), out int detached), "detached"u8, detached);
                break;
            case VerbId.Remove:
                Report(connection, arguments, actions.Remove(arguments.Text(0), arguments.Text(1), out int removed), "removed"u8, removed);
                break;
            default:
                Invariant.Require(false);
                break;
        }
    }

    private static void Report(
        ControlConnection connection, in VerbArguments arguments, OperatorStatus status, ReadOnlySpan<byte> done, int count)
    {
        if (status == OperatorStatus.Done)
        {
            connection.Append("ok\n"u8);
            connection.Append(done);
            connection.Append(" "u8);
            Utf8Formatter.TryFormat(count, connection.Room, out int digits);
            connection.Wrote(digits);
            connection.Append(count == 1 ? " connection of "u8 : " connections of "u8);
        }
        else
        {
            connection.Append("error "u8);
            connection.Append(Reason(status, arguments.Verb.Role));
        }

        connection.Wrote(VisibleText.Write(arguments.Text(0), connection.Room));
        connection.Append("\n"u8);
    }

    private static ReadOnlySpan<byte> Reason(OperatorStatus status, VerbRole role) => status switch
    {
        OperatorStatus.NotFound => "there is no such connection of "u8,
        OperatorStatus.WrongRole when role == VerbRole.Lma => "only an LMA does that, and this node is none; asked for "u8,
        OperatorStatus.WrongRole => "only a MAG does that, and this node is none; asked for "u8,
        _ => "it cannot be done now, the log says why; asked for "u8,
    };
}
