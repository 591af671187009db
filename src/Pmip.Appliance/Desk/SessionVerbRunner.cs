using System;
using System.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Foundation;

namespace Pmip.Appliance.Desk;

/// <summary>Understands the command of a request, looks whether its operator may, lets it happen, and logs what changes something.</summary>
internal sealed class SessionVerbRunner(DeskRooms rooms, string session, SessionIdentity identity)
{
    private const int LoggedLengthMax = 256;
    private readonly LoginVerbs _login = new(rooms.Operators, rooms.Log, rooms.Facts);

    /// <summary>Runs it; whatever goes wrong becomes a failure of this answer.</summary>
    public void Run(SessionRequest request, SessionAnswer answer)
    {
        byte[] line = Encoding.UTF8.GetBytes(request.Command);
        VerbFault fault = VerbArguments.TryRead(line, out VerbArguments arguments, out int parameter, out WordPlace word);
        if (fault != VerbFault.None)
        {
            byte[] room = new byte[VerbFaultText.LengthMax];
            string text = Encoding.UTF8.GetString(room, 0, VerbFaultText.Write(fault, arguments, parameter, word, room));
            answer.Fail(CodeOf(fault), text, word);
            return;
        }

        string who = identity.Name;
        bool changes = arguments.Verb.Access > OperatorAccess.Look;
        if (arguments.Verb.Access > identity.Access)
        {
            string wanted = AccessNames.Of(arguments.Verb.Access);
            rooms.Log.Write(EventLevel.Warn, $"refused to {Named(who)} ({session}), who may {AccessNames.Of(identity.Access)}: {Logged(arguments)}");
            answer.Fail(
                "accessDenied",
                $"\"{arguments.Verb.Name}\" is for operators who may {wanted}, and {Named(who)} may {AccessNames.Of(identity.Access)}; see \"login\"");
            return;
        }

        string logged = changes ? Logged(arguments) : "";
        try
        {
            Carry(arguments, line, request, who, answer);
        }
        catch (Exception failure)
        {
            // A bug of ours in one verb: said and logged, and the session goes on.
            rooms.Log.Write(EventLevel.Error, $"\"{arguments.Verb.Name}\" of {Named(who)} ({session}) failed inside: {failure}");
            answer.Fail("internal", $"the request failed inside pmipd: {failure.Message}");
        }

        if (changes)
        {
            rooms.Log.Write(EventLevel.Info, $"{Named(who)} ({session}): {logged}{(answer.Code.Length > 0 ? $": {answer.Message}" : "")}");
        }
    }

    private static string Named(string name) => name.Length > 0 ? name : "nobody";

    private void Carry(in VerbArguments arguments, byte[] line, SessionRequest request, string who, SessionAnswer answer)
    {
        OperatorVerb verb = arguments.Verb;
        if (verb.Id is VerbId.Login or VerbId.Logout or VerbId.WhoAmI)
        {
            _login.Run(arguments, request, session, identity, answer);
        }
        else if (verb.Id == VerbId.Show)
        {
            Show(arguments, line, answer);
        }
        else if (verb.Place == VerbPlace.Loop)
        {
            rooms.Loop.Ask(line, answer);
        }
        else if (rooms.Verbs.TryGet(verb.Id, out DeskVerb? run))
        {
            run(arguments, new DeskRequest { Operator = who, Access = identity.Access, Session = session, Body = request.Body }, answer);
        }
        else
        {
            answer.Fail("notHere", $"this process has nothing that can do \"{verb.Name}\"");
        }
    }

    private void Show(in VerbArguments arguments, byte[] line, SessionAnswer answer)
    {
        ShowTable known = ShowTables.All[arguments.Choice(0)];
        if (known.Place == VerbPlace.Loop)
        {
            rooms.Loop.Ask(line, answer);
            return;
        }

        if (!rooms.Tables.TryGet(known.Name, out DeskTable? table))
        {
            answer.Fail("notHere", $"this process has no table {known.Name}");
            return;
        }

        answer.RowsLeft = arguments.Has(2) ? arguments.Number(2) : uint.MaxValue;
        answer.Columns(table.Columns);
        table.WriteRows(answer);
    }

    private static string CodeOf(VerbFault fault)
    {
        string name = fault.ToString();
        return CamelCase.Of(name);
    }

    // Secrets stand in bodies, or in parameters that say so.
    private static string Logged(in VerbArguments arguments)
    {
        StringBuilder text = new(arguments.Verb.Name);
        for (int i = 0; i < arguments.Verb.Parameters.Count; i++)
        {
            VerbParameter parameter = arguments.Verb.Parameters[i];
            if (arguments.Has(i))
            {
                text.Append(' ').Append(parameter.Keyword);
                text.Append(parameter.Keyword.Length > 0 && !parameter.IsFlag ? " " : "");
                text.Append(parameter.IsFlag ? "" : parameter.IsSecret ? "***" : VisibleText.Of(arguments.Text(i)));
            }
        }

        return text.Length > LoggedLengthMax ? text.ToString(0, LoggedLengthMax) + "..." : text.ToString();
    }
}
