using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>A command as the console explains and completes it: one of the process, or one of its own.</summary>
internal sealed class CommandForm
{
    private CommandForm(string name, string summary, IReadOnlyList<VerbParameter> parameters)
    {
        Name = name;
        Words = name.Split(' ');
        Summary = summary;
        Parameters = parameters;
    }

    /// <summary>Its words in one text.</summary>
    public string Name { get; }

    /// <summary>Its words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>One line on what it does.</summary>
    public string Summary { get; }

    /// <summary>What stands behind its words.</summary>
    public IReadOnlyList<VerbParameter> Parameters { get; }

    /// <summary>What the process is asked for; null for a command of the console.</summary>
    public OperatorVerb? Verb { get; private init; }

    /// <summary>What the console does; null for a command of the process.</summary>
    public LocalVerb? Local { get; private init; }

    /// <summary>The whole of it on one line.</summary>
    public string Usage => string.Join(' ', Parameters.Select(parameter => parameter.Usage).Prepend(Name));

    /// <summary>Those that an operator may use now, in the order in which help lists them.</summary>
    public static List<CommandForm> Of(OperatorAccess access, bool isConfiguring)
    {
        List<CommandForm> forms = [];
        foreach (OperatorVerb verb in VerbTable.All)
        {
            // Logging in and out is a dialog here.
            if (verb.Access <= access && verb.Id is not (VerbId.Login or VerbId.Logout))
            {
                forms.Add(new CommandForm(verb.Name, verb.Summary, verb.Parameters) { Verb = verb });
            }
        }

        foreach (LocalVerb verb in LocalVerb.All)
        {
            bool isThere = verb.Id == LocalVerbId.Configure ? !isConfiguring && access >= OperatorAccess.Configure : isConfiguring || !verb.IsOfMode;
            if (isThere)
            {
                forms.Add(new CommandForm(verb.Name, verb.Summary, verb.Parameters) { Local = verb });
            }
        }

        return forms;
    }
}
