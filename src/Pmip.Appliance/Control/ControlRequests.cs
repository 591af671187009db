using System;
using System.Buffers.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Control;

/// <summary>Understands request lines by the <see cref="VerbTable"/>, lets them happen, and words the answers.</summary>
internal sealed class ControlRequests
{
    private readonly IOperatorActions _actions;
    private readonly ConsoleTable[] _tables;
    private readonly ConsoleTable _counters;
    private readonly byte[][] _columns;

    /// <summary>Makes the tables and what they begin with.</summary>
    public ControlRequests(ConsoleSources sources, IOperatorActions actions)
    {
        _actions = actions;
        _tables = ConsoleTables.Of(sources);
        _counters = Array.Find(_tables, static table => table is CounterTable)!;
        _columns = Array.ConvertAll(_tables, ColumnList.JsonOf);
    }

    /// <summary>Every table.</summary>
    public ReadOnlySpan<ConsoleTable> Tables => _tables;

    /// <summary>The columns of a table, as they begin an answer.</summary>
    public ReadOnlySpan<byte> ColumnsOf(ConsoleTable table)
    {
        int index = 0;
        while (!ReferenceEquals(_tables[index], table))
        {
            index++;
        }

        return _columns[index];
    }

    /// <summary>Puts the answer into the channel, or the table that it is to stream.</summary>
    public void Answer(ControlChannel channel, ReadOnlySpan<byte> line)
    {
        VerbFault fault = VerbArguments.TryRead(line, out VerbArguments arguments, out int parameter, out WordPlace word);
        if (fault != VerbFault.None)
        {
            channel.Append("!usage "u8);
            channel.Wrote(VerbFaultText.Write(fault, arguments, parameter, word, channel.Room));
            channel.Append("\n"u8);
            return;
        }

        switch (arguments.Verb.Id)
        {
            case VerbId.Show:
                if (arguments.Choice(0) >= _tables.Length)
                {
                    channel.Append("!notHere the control loop has no table "u8);
                    EndWith(channel, arguments.Text(0));
                    break;
                }

                channel.BeginTable(_tables[arguments.Choice(0)], arguments.Number(2));
                break;
            case VerbId.ShowCounters:
                // The desk makes rates and baselines of the plain table, which it asks for by these words.
                channel.BeginTable(_counters, 0);
                break;
            case VerbId.Log:
                _actions.SetLogLevel((EventLevel)arguments.Choice(0));
                channel.Append("=log level is "u8);
                EndTextWith(channel, arguments.Text(0));
                break;
            case VerbId.Attach:
                Report(channel, arguments, _actions.Attach(AttachOf(arguments)), "attaching "u8, subject: 1);
                break;
            case VerbId.ChangeType:
                OperatorStatus change = _actions.ChangeType(arguments.Text(0), arguments.Text(1), (PdnType)(arguments.Choice(2) + 1));
                Report(channel, arguments, change, "changing "u8, subject: 0);
                break;
            case VerbId.Detach:
                OperatorStatus detach = _actions.Detach(arguments.Text(0), arguments.Text(1), out int detached);
                ReportCount(channel, arguments, detach, "detached "u8, detached);
                break;
            case VerbId.Remove:
                OperatorStatus remove = _actions.Remove(arguments.Text(0), arguments.Text(1), out int removed);
                ReportCount(channel, arguments, remove, "removed "u8, removed);
                break;
            case VerbId.TunnelUp:
                ReportTunnel(channel, arguments.Text(0), _actions.BringUpTunnel(arguments.Text(0)));
                break;
            case VerbId.RevokeNode:
                OperatorStatus node = _actions.RevokeNode(
                    arguments.Text(0), arguments.Text(1), arguments.Has(2), TriggerOf(arguments), out int ofNode);
                ReportCount(channel, arguments, node, "revoking "u8, ofNode);
                break;
            case VerbId.RevokePeer:
                Report(channel, arguments, _actions.RevokePeer(arguments.Text(0), out _), "revoking everything with "u8, subject: 0);
                break;
            case VerbId.RevokeRealm:
                Report(channel, arguments, _actions.RevokeRealm(arguments.Text(0), arguments.Text(1), out _), "revoking everything of "u8, subject: 0);
                break;
            case VerbId.ReserveKey:
                Report(channel, arguments, _actions.ReserveKey(arguments.Key(0), ReservationOf(arguments)), "reserved "u8, subject: 0);
                break;
            case VerbId.ReleaseKey:
                Report(channel, arguments, _actions.ReleaseKey(arguments.Key(0)), "released "u8, subject: 0);
                break;
            case VerbId.ReportComponentFailure:
                OperatorStatus failure = _actions.ReportComponentFailure((ushort)arguments.Number(0));
                Report(channel, arguments, failure, "telling the peers of component "u8, subject: 0);
                break;
            case VerbId.Mirror:
                Mirror(channel, arguments);
                break;
            default:
                Invariant.Require(false);
                break;
        }
    }

    private void Mirror(ControlChannel channel, in VerbArguments arguments)
    {
        ReadOnlySpan<byte> word = arguments.Has(1) ? arguments.Text(1) : "all"u8;
        int session = -1;
        bool isNumber = Utf8Parser.TryParse(word, out int number, out int length) && length == word.Length && number >= 0;
        if (!isNumber && !word.SequenceEqual("all"u8))
        {
            channel.Append("!usage SESSION is a number of \"show sessions --json\", or all; got "u8);
            EndWith(channel, word);
            return;
        }

        session = isNumber ? number : session;
        bool isOn = arguments.Choice(0) == 0;
        OperatorStatus status = _actions.Mirror(session, isOn);
        if (status != OperatorStatus.Done)
        {
            BeginRefusal(channel, status);
            channel.Append("the data path has no session "u8);
            EndWith(channel, word);
            return;
        }

        channel.Append(isOn ? "=captures see the packets of: "u8 : "=XDP takes what it can again; mirrored was: "u8);
        EndTextWith(channel, word);
    }

    private static OperatorAttach AttachOf(in VerbArguments arguments) => new()
    {
        Interface = arguments.Text(0),
        Node = arguments.LinkLayerAddress(1),
        AccessPoint = arguments.Text(2),
        UplinkKey = arguments.Key(3),
        HomeNetworkPrefix = arguments.Prefix(4),
        HomeAddress4 = arguments.Prefix(5),
        DefaultRouter4 = arguments.Address(6),
        HandoffIndicator = arguments.Has(7) ? (HandoffIndicator)(arguments.Choice(7) + 1) : null,
    };

    private static RevocationTrigger TriggerOf(in VerbArguments arguments) => arguments.Choice(3) switch
    {
        0 => RevocationTrigger.Unspecified,
        2 => RevocationTrigger.UserTermination,
        3 => RevocationTrigger.AccessNetworkTermination,
        4 => RevocationTrigger.PossiblyOutOfSync,
        _ => RevocationTrigger.Administrative,
    };

    private static KeyReservationRequest ReservationOf(in VerbArguments arguments) => new()
    {
        Identifier = arguments.Text(1),
        AccessPoint = arguments.Text(2),
        PdnConnectionId = arguments.Has(3) ? (byte)arguments.Number(3) : null,
    };

    private static void ReportCount(
        ControlChannel channel, in VerbArguments arguments, OperatorStatus status, ReadOnlySpan<byte> done, int count)
    {
        if (status != OperatorStatus.Done)
        {
            Refuse(channel, arguments, status, arguments.Text(0));
            return;
        }

        channel.Append("="u8);
        channel.Append(done);
        Utf8Formatter.TryFormat(count, channel.Room, out int digits);
        channel.Wrote(digits);
        channel.Append(count == 1 ? " connection of "u8 : " connections of "u8);
        EndTextWith(channel, arguments.Text(0));
    }

    private static void ReportTunnel(ControlChannel channel, ReadOnlySpan<byte> name, OperatorStatus status)
    {
        if (status == OperatorStatus.Done)
        {
            channel.Append("=up is the tunnel "u8);
            EndTextWith(channel, name);
            return;
        }

        BeginRefusal(channel, status);
        channel.Append(status == OperatorStatus.NotFound
            ? "there is no static tunnel "u8
            : "it cannot be up now, \"show tunnels\" says why; asked for "u8);
        EndWith(channel, name);
    }

    // What was asked for has begun; "show bindings" tells how it ends.
    private static void Report(
        ControlChannel channel, in VerbArguments arguments, OperatorStatus status, ReadOnlySpan<byte> doing, int subject)
    {
        if (status != OperatorStatus.Done)
        {
            Refuse(channel, arguments, status, arguments.Text(subject));
            return;
        }

        channel.Append("="u8);
        channel.Append(doing);
        EndTextWith(channel, arguments.Text(subject));
    }

    private static void Refuse(ControlChannel channel, in VerbArguments arguments, OperatorStatus status, ReadOnlySpan<byte> subject)
    {
        BeginRefusal(channel, status);
        channel.Append(status == OperatorStatus.WrongRole && arguments.Verb.Role == VerbRole.Mag
            ? "only a MAG does that, and this node is none"u8
            : OperatorStatusText.Of(status));
        channel.Append("; asked for "u8);
        EndWith(channel, subject);
    }

    private static void BeginRefusal(ControlChannel channel, OperatorStatus status)
    {
        channel.Append("!"u8);
        channel.Append(EnumText<OperatorStatus>.Of(status));
        channel.Append(" "u8);
    }

    private static void EndWith(ControlChannel channel, ReadOnlySpan<byte> subject)
    {
        channel.AppendVisible(subject);
        channel.Append("\n"u8);
    }

    private static void EndTextWith(ControlChannel channel, ReadOnlySpan<byte> subject)
    {
        EndWith(channel, subject);
        channel.Append(".\n"u8);
    }
}
