using System;
using System.Globalization;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Desk;

/// <summary>The verbs that change who a session is of, or tell it.</summary>
internal sealed class LoginVerbs(OperatorDirectory operators, SessionLog log, Func<DeskFacts> facts)
{
    /// <summary>Carries one out.</summary>
    public void Run(in VerbArguments arguments, SessionRequest request, string session, SessionIdentity identity, IAnswer answer)
    {
        switch (arguments.Verb.Id)
        {
            case VerbId.Login:
                Login(Encoding.UTF8.GetString(arguments.Text(0)), request.Body, session, identity, answer);
                break;
            case VerbId.Logout:
                string name = identity.Name;
                bool wasLoggedIn = identity.IsLoggedIn;
                identity.Become(null);
                log.Write(EventLevel.Info, wasLoggedIn ? $"{name} logged out ({session})" : "");
                answer.Text(wasLoggedIn ? $"{name} is logged out" : "nobody was logged in");
                break;
            default:
                answer.Text($"{(identity.Name.Length > 0 ? identity.Name : "nobody")}, {AccessNames.Of(identity.Access)}, session {session}");
                break;
        }
    }

    private void Login(string name, string password, string session, SessionIdentity identity, IAnswer answer)
    {
        LoginOutcome outcome = operators.Login(name, password, out OperatorConfiguration? account, out Duration wait, out string problem);
        string visible = VisibleText.Of(Encoding.UTF8.GetBytes(name));
        string seconds = ((wait.Microseconds + 999_999) / 1_000_000).ToString(CultureInfo.InvariantCulture);
        switch (outcome)
        {
            case LoginOutcome.Welcome:
                identity.Become(account);
                log.Write(EventLevel.Info, $"{visible} logged in ({session}), may {AccessNames.Of(identity.Access)}");
                answer.Text($"{name}, {AccessNames.Of(identity.Access)}");
                foreach (string line in (facts().Notice ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    answer.Text(line);
                }

                break;
            case LoginOutcome.TooSoon:
                log.Write(EventLevel.Warn, $"login of {visible} refused ({session}): too soon after wrong ones");
                answer.Fail("tooSoon", $"too many logins were wrong, try again in {seconds} s");
                break;
            case LoginOutcome.Impossible:
                log.Write(EventLevel.Error, $"login of {visible} failed ({session}): {problem}");
                answer.Fail("passwordUnavailable", problem);
                break;
            default:
                log.Write(EventLevel.Warn, $"login of {visible} failed ({session}): wrong name or password");
                string again = wait > default(Duration) ? $", try again in {seconds} s" : "";
                answer.Fail("loginFailed", "the name or the password is wrong" + again);
                break;
        }
    }
}
