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
                if (arguments.Choice(0) >= _tables.Length)
                {
                    connection.Append("error the control loop has no table "u8);
                    EndWith(connection, arguments.Text(0));
                    break;
                }

                connection.Append("ok\n"u8);
                connection.BeginTable(_tables[arguments.Choice(0)], isJson: arguments.Has(1));
                break;
            case VerbId.Log:
                actions.SetLogLevel((EventLevel)arguments.Choice(0));
                connection.Append("ok\nlog level is "u8);
                connection.Append(arguments.Text(0));
                connection.Append("\n"u8);
                break;
            case VerbId.Attach:
                Report(connection, arguments, actions.Attach(AttachOf(arguments)), "attaching "u8, subject: 1);
                break;
            case VerbId.ChangeType:
                OperatorStatus change = actions.ChangeType(arguments.Text(0), arguments.Text(1), (PdnType)(arguments.Choice(2) + 1));
                Report(connection, arguments, change, "changing "u8, subject: 0);
                break;
            case VerbId.Detach:
                OperatorStatus detach = actions.Detach(arguments.Text(0), arguments.Text(1), out int detached);
                ReportCount(connection, arguments, detach, "detached "u8, detached);
                break;
            case VerbId.Remove:
                OperatorStatus remove = actions.Remove(arguments.Text(0), arguments.Text(1), out int removed);
                ReportCount(connection, arguments, remove, "removed "u8, removed);
                break;
            case VerbId.TunnelUp:
                ReportTunnel(connection, arguments.Text(0), actions.BringUpTunnel(arguments.Text(0)));
                break;
            case VerbId.RevokeNode:
                OperatorStatus node = actions.RevokeNode(
                    arguments.Text(0), arguments.Text(1), arguments.Has(2), TriggerOf(arguments), out int ofNode);
                ReportCount(connection, arguments, node, "revoking "u8, ofNode);
                break;
            case VerbId.RevokePeer:
                Report(connection, arguments, actions.RevokePeer(arguments.Text(0), out _), "revoking everything with "u8, subject: 0);
                break;
            case VerbId.RevokeRealm:
                Report(connection, arguments, actions.RevokeRealm(arguments.Text(0), arguments.Text(1), out _), "revoking everything of "u8, subject: 0);
                break;
            case VerbId.ReserveKey:
                Report(connection, arguments, actions.ReserveKey(arguments.Key(0), ReservationOf(arguments)), "reserved "u8, subject: 0);
                break;
            case VerbId.ReleaseKey:
                Report(connection, arguments, actions.ReleaseKey(arguments.Key(0)), "released "u8, subject: 0);
                break;
            case VerbId.ReportComponentFailure:
                OperatorStatus failure = actions.ReportComponentFailure((ushort)arguments.Number(0));
                Report(connection, arguments, failure, "telling the peers of component "u8, subject: 0);
                break;
            default:
                Invariant.Require(false);
                break;
        }
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
        ControlConnection connection, in VerbArguments arguments, OperatorStatus status, ReadOnlySpan<byte> done, int count)
    {
        if (status != OperatorStatus.Done)
        {
            Refuse(connection, arguments, status, arguments.Text(0));
            return;
        }

        connection.Append("ok\n"u8);
        connection.Append(done);
        Utf8Formatter.TryFormat(count, connection.Room, out int digits);
        connection.Wrote(digits);
        connection.Append(count == 1 ? " connection of "u8 : " connections of "u8);
        EndWith(connection, arguments.Text(0));
    }

    private static void ReportTunnel(ControlConnection connection, ReadOnlySpan<byte> name, OperatorStatus status)
    {
        connection.Append(status switch
        {
            OperatorStatus.Done => "ok\nup is the tunnel "u8,
            OperatorStatus.NotFound => "error there is no static tunnel "u8,
            _ => "error it cannot be up now, \"show tunnels\" says why; asked for "u8,
        });
        EndWith(connection, name);
    }

    // What was asked for has begun; "show bindings" tells how it ends.
    private static void Report(
        ControlConnection connection, in VerbArguments arguments, OperatorStatus status, ReadOnlySpan<byte> doing, int subject)
    {
        if (status != OperatorStatus.Done)
        {
            Refuse(connection, arguments, status, arguments.Text(subject));
            return;
        }

        connection.Append("ok\n"u8);
        connection.Append(doing);
        EndWith(connection, arguments.Text(subject));
    }

    private static void Refuse(ControlConnection connection, in VerbArguments arguments, OperatorStatus status, ReadOnlySpan<byte> subject)
    {
        connection.Append("error "u8);
        connection.Append(status == OperatorStatus.WrongRole && arguments.Verb.Role == VerbRole.Mag
            ? "only a MAG does that, and this node is none"u8
            : OperatorStatusText.Of(status));
        connection.Append("; asked for "u8);
        EndWith(connection, subject);
    }

    private static void EndWith(ControlConnection connection, ReadOnlySpan<byte> subject)
    {
        connection.Wrote(VisibleText.Write(subject, connection.Room));
        connection.Append("\n"u8);
    }
}
