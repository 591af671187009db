using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.OperatorConsole.Output;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.OperatorConsole.Sessions;

/// <summary>What stands before every line, and what stands there once at the start: where one is, and what is wrong.</summary>
internal static class PromptText
{
    /// <summary>The prompt; <paramref name="path"/> is null outside the mode in which the draft is edited.</summary>
    public static string Of(DeskGreeting greeting, NodeState state, Instant now, string? path)
    {
        StringBuilder text = new();
        text.Append(state.IsSafeMode ? "[safe mode] " : "");
        if (state.IsPending)
        {
            text.Append("[confirm ").Append(state.PendingSeconds(now)).Append("s] ");
        }

        text.Append(greeting.Node.Length == 0 ? "pmipd" : AnswerShaper.Visible(greeting.Node));
        if (path is not null)
        {
            text.Append('(').Append(path.Length == 0 ? "configure" : path).Append(')');
        }

        text.Append(state.HasDraft ? "*" : "");
        return text.Append(greeting.Access == OperatorAccess.Configure ? "# " : "> ").ToString();
    }

    /// <summary>What one is told before anything is asked.</summary>
    public static IEnumerable<string> Banner(DeskGreeting greeting)
    {
        string what = greeting.Role switch
        {
            "mag" => "MAG",
            "lma" => "LMA",
            "both" => "MAG and LMA",
            _ => "no node",
        };
        if (greeting.PendingSeconds > 0)
        {
            what += ", a configuration on trial";
        }

        string state = greeting.State == "safeMode" ? "safe mode: no node runs" : greeting.State;
        yield return greeting.Node.Length == 0 ? $"pmipd {greeting.Version}: {state}" : $"{greeting.Node}, {what}, pmipd {greeting.Version}: {state}";
        foreach (string line in greeting.Notice.Split('\n'))
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }

        if (greeting.Access != OperatorAccess.None)
        {
            string who = greeting.Operator.Length == 0 ? "you" : greeting.Operator;
            yield return $"{who} may {Allowed(greeting.Access)}; \"?\" tells at any point what may come next";
        }
    }

    private static string Allowed(OperatorAccess access) => access switch
    {
        OperatorAccess.Look => "look",
        OperatorAccess.Operate => "look and act",
        _ => "look, act and configure",
    };
}
