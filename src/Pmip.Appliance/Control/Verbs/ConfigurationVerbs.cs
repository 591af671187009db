using System.Collections.Generic;
using static Pmip.Appliance.Control.Verbs.VerbParameter;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>The configuration: the draft that operators edit, its commit, and the way back.</summary>
internal static class ConfigurationVerbs
{
    /// <summary>Most commits that are remembered, the running one included.</summary>
    public const int HistoryMax = 20;

    /// <summary>Minutes for which a configuration may run on trial.</summary>
    public const int TrialMinutesMax = 120;

    private const string PathHelp = """
          PATH is as in the messages: lma.peers[mag1].ipv6. An element of a list is [NAME], by its name, identifier, interface or
          mac, or [NUMBER] from 0; [+] is a new one at the end.

        """;

    private static readonly VerbParameter Path = new("PATH", ParameterKind.ConfigurationPath);
    private static readonly VerbParameter Comment = KeywordAnd("comment", "TEXT", ParameterKind.RestOfLine);

    private static readonly OperatorVerb[] Verbs =
    [
        Looking(
            VerbId.ShowConfiguration, "show configuration", "shows the configuration that runs, or an older one as show history counts them",
            "  redacted masks what is secret, which who only looks never sees.\n",
            Number("N", HistoryMax - 1), Flag("redacted")),
        Looking(VerbId.ShowDraft, "show draft", "shows the configuration as it is being edited", "", Flag("redacted")),
        new(
            VerbId.LoadConfiguration, "load", "makes a whole configuration the draft: the body of the request, or a file of the node",
            new VerbParameter("FILE", ParameterKind.Word) { IsOptional = true })
        {
            Access = OperatorAccess.Configure, Place = VerbPlace.Desk, TakesBody = true,
        },
        Changing(
            VerbId.SetKey, "set", "sets one key of the draft",
            PathHelp + "  VALUE is a number, true, false, a text with or without quotes, or a whole section or list as JSON.\n",
            Path, new VerbParameter("VALUE", ParameterKind.RestOfLine)),
        Changing(VerbId.DeleteKey, "delete", "takes a key, a section or an element of a list out of the draft", PathHelp, Path),
        Looking(VerbId.CheckDraft, "check", "says what is wrong with the draft, and what its commit would disturb", ""),
        Looking(
            VerbId.CompareDraft, "compare", "shows how the draft differs from what runs, or from an older configuration",
            "  impact shows as well what the commit of the draft would disturb.\n",
            Number("N", HistoryMax - 1), KeywordAnd("rollback", "N", ParameterKind.Number) with { Maximum = HistoryMax - 1 }, Flag("impact")),
        Changing(VerbId.Commit, "commit", "brings the draft into force for good; without a draft it confirms what runs on trial", "", Comment),
        Changing(
            VerbId.CommitConfirmed, "commit confirmed", "brings the draft into force until its time is over, unless confirm comes first",
            "  10 minutes unless given, at most 120. Given again it begins the time anew. A loss of power takes the commit back as well.\n",
            Number("MINUTES", TrialMinutesMax), Comment),
        Changing(VerbId.ConfirmCommit, "confirm", "keeps what runs on trial", ""),
        Changing(
            VerbId.RollBack, "rollback", "makes an older configuration the draft; 0 throws the draft away",
            "  N is counted as in show history; rescue and factory are the other ones. commit brings it into force.\n",
            new VerbParameter("N|rescue|factory", ParameterKind.Word)),
        Changing(VerbId.SaveRescue, "rescue save", "keeps what runs as the rescue configuration, for when nothing else is good", ""),
        Changing(VerbId.TakeDraft, "take", "takes over the draft that another operator is editing", ""),
        new(VerbId.ImportConfiguration, "import", "makes an exported configuration the draft; what is masked in it stays as it is here")
        {
            Access = OperatorAccess.Configure, Place = VerbPlace.Desk, TakesBody = true,
        },
        Looking(VerbId.ExportConfiguration, "export", "gives the configuration that runs as a file, with what is secret masked", ""),
    ];

    /// <summary>All of them, in the order in which help lists them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;

    private static VerbParameter Number(string name, uint maximum) => new(name, ParameterKind.Number) { Maximum = maximum, IsOptional = true };

    private static OperatorVerb Looking(VerbId id, string name, string summary, string help, params VerbParameter[] parameters) =>
        new(id, name, summary, parameters) { Access = OperatorAccess.Look, Place = VerbPlace.Desk, Help = help };

    private static OperatorVerb Changing(VerbId id, string name, string summary, string help, params VerbParameter[] parameters) =>
        new(id, name, summary, parameters) { Access = OperatorAccess.Configure, Place = VerbPlace.Desk, Help = help };
}
