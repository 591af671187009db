using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>What an operator may ask of a running node.</summary>
internal enum VerbId : byte
{
    Show,
    Log,
    Attach,
    Detach,
    ChangeType,
    Remove,
    TunnelUp,
    RevokeNode,
    RevokePeer,
    RevokeRealm,
    ReserveKey,
    ReleaseKey,
    ReportComponentFailure,
    Mirror,

    // SessionVerbs
    Login,
    Logout,
    WhoAmI,

    // ConfigurationVerbs
    ShowConfiguration,
    ShowDraft,
    LoadConfiguration,
    SetKey,
    DeleteKey,
    CheckDraft,
    CompareDraft,
    Commit,
    CommitConfirmed,
    ConfirmCommit,
    RollBack,
    SaveRescue,
    TakeDraft,
    ImportConfiguration,
    ExportConfiguration,

    // WatchdogVerbs
    Restart,

    /// <summary>Ends the process and what it keeps in the kernel.</summary>
    Stop,
    EnterSafeMode,
    LeaveSafeMode,

    // DiagnosisVerbs
    TraceNode,
    TraceStart,
    TraceStop,
    TraceList,
    TraceShow,
    CaptureStart,
    CaptureStop,
    CaptureShow,
    CaptureSave,
    CaptureStream,
    Ping,
    Traceroute,
    TunnelCheck,
    SupportBundle,

    // MonitoringVerbs
    ShowLog,
    ShowCounters,
    ClearCounters,
    Monitor,
}

/// <summary>Which node can do what a verb asks for.</summary>
internal enum VerbRole : byte
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>One that is an LMA.</summary>
    Lma,

    /// <summary>One that is a MAG.</summary>
    Mag,
}

/// <summary>What an operator is allowed; each value includes the ones before it.</summary>
internal enum OperatorAccess : byte
{
    /// <summary>Nothing: who has not logged in.</summary>
    None,

    /// <summary>Looks.</summary>
    Look,

    /// <summary>Acts on bindings, tunnels and the log, and runs tests.</summary>
    Operate,

    /// <summary>Changes the configuration, restarts, resets.</summary>
    Configure,
}

/// <summary>Who carries a verb out.</summary>
internal enum VerbPlace : byte
{
    /// <summary>The control loop, between two steps of the engines.</summary>
    Loop,

    /// <summary>The desk: threads of their own, which may wait and allocate.</summary>
    Desk,
}

/// <summary>One request of the control socket, the command line and the console: its words, what they mean, and how it is explained.</summary>
internal sealed class OperatorVerb
{
    private readonly byte[][] _words;
    private readonly byte[] _name;
    private readonly byte[] _usage;

    /// <summary>Makes a verb of one to three words.</summary>
    public OperatorVerb(VerbId id, string name, string summary, params VerbParameter[] parameters)
    {
        Id = id;
        Name = name;
        Summary = summary;
        Parameters = parameters;
        Usage = string.Join(' ', parameters.Select(parameter => parameter.Usage).Prepend(name));
        _words = Array.ConvertAll(name.Split(' '), Encoding.UTF8.GetBytes);
        _name = Encoding.UTF8.GetBytes(name);
        _usage = Encoding.UTF8.GetBytes(Usage);
    }

    /// <summary>Which one it is.</summary>
    public VerbId Id { get; }

    /// <summary>Its one to three words.</summary>
    public string Name { get; }

    /// <summary>One line on what it does.</summary>
    public string Summary { get; }

    /// <summary>Which node can do it.</summary>
    public VerbRole Role { get; init; }

    /// <summary>What it takes to be allowed to ask for it.</summary>
    public OperatorAccess Access { get; init; } = OperatorAccess.Operate;

    /// <summary>Who carries it out.</summary>
    public VerbPlace Place { get; init; }

    /// <summary>True when the body of the request is what it is about; the command line sends its standard input where it names nothing else.</summary>
    public bool TakesBody { get; init; }

    /// <summary>True when the answer is the content of a file, for standard output or for the file behind <c>--output</c>.</summary>
    public bool GivesFile { get; init; }

    /// <summary>Further lines; empty for none.</summary>
    public string Help { get; init; } = "";

    /// <summary>Those at fixed places first.</summary>
    public IReadOnlyList<VerbParameter> Parameters { get; }

    /// <summary>The whole of it on one line.</summary>
    public string Usage { get; }

    /// <summary>The same as UTF-8.</summary>
    public ReadOnlySpan<byte> UsageOctets => _usage;

    /// <summary>The name as UTF-8.</summary>
    public ReadOnlySpan<byte> NameOctets => _name;

    /// <summary>Number of words of the name.</summary>
    public int WordCount => _words.Length;

    /// <summary>The words of the name.</summary>
    public ReadOnlySpan<byte> WordAt(int index) => _words[index];

    /// <summary>True when the first words of both are the same.</summary>
    public bool SharesWords(OperatorVerb other, int count)
    {
        if (WordCount < count)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (!WordAt(i).SequenceEqual(other.WordAt(i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// How many choices and keywords a first word behind the name may be; -1 where a free word stands.
    /// <paramref name="isWhole"/> tells that it is one of them written out.
    /// </summary>
    public int TakesFirst(ReadOnlySpan<byte> word, out bool isWhole)
    {
        int count = 0;
        isWhole = false;
        for (int i = 0; i < Parameters.Count; i++)
        {
            VerbParameter parameter = Parameters[i];
            if (parameter.KeywordOctets.IsEmpty && i == 0)
            {
                if (parameter.Kind != ParameterKind.Choice)
                {
                    return -1;
                }

                int choices = parameter.CountChoices(word, out int choice);
                isWhole |= choices == 1 && parameter.ChoiceAt(choice).Length == word.Length;
                count += choices;
            }
            else if (!parameter.KeywordOctets.IsEmpty && parameter.KeywordOctets.StartsWith(word))
            {
                isWhole |= parameter.KeywordOctets.Length == word.Length;
                count++;
            }
        }

        return count;
    }
}
