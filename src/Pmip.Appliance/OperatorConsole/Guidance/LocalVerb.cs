using System.Collections.Generic;
using Pmip.Appliance.Control.Verbs;
using static Pmip.Appliance.Control.Verbs.VerbParameter;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>What the console does by itself.</summary>
internal enum LocalVerbId : byte
{
    /// <summary>Enters the mode in which the draft is edited.</summary>
    Configure,

    /// <summary>Goes to a place of the draft, from which paths are then counted.</summary>
    Edit,

    /// <summary>Goes one level up.</summary>
    Up,

    /// <summary>Goes back to the whole draft.</summary>
    Top,

    /// <summary>Leaves the mode, or the session.</summary>
    Exit,

    /// <summary>Leaves the session.</summary>
    Quit,

    /// <summary>Explains a command.</summary>
    Help,

    /// <summary>Sets the size of the terminal.</summary>
    Resize,

    /// <summary>Sets what the terminal can do.</summary>
    Terminal,
}

/// <summary>A command of the console itself.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Name">Its word.</param>
/// <param name="Summary">One line on what it does.</param>
/// <param name="IsOfMode">True for one of the configure mode only.</param>
/// <param name="Parameters">What it takes.</param>
internal sealed record LocalVerb(LocalVerbId Id, string Name, string Summary, bool IsOfMode, params VerbParameter[] Parameters)
{
    private static readonly VerbParameter Path = new("PATH", ParameterKind.ConfigurationPath);

    private static readonly LocalVerb[] Verbs =
    [
        new(LocalVerbId.Configure, "configure", "edits the draft of the configuration", IsOfMode: false),
        new(LocalVerbId.Edit, "edit", "goes to a place of the draft: paths count from there", IsOfMode: true, Path),
        new(LocalVerbId.Up, "up", "goes one level up in the draft", IsOfMode: true),
        new(LocalVerbId.Top, "top", "goes back to the whole draft", IsOfMode: true),
        new(
            LocalVerbId.Help, "help", "explains a command, or lists them all", IsOfMode: false,
            new VerbParameter("COMMAND", ParameterKind.RestOfLine) { IsOptional = true }),
        new(
            LocalVerbId.Resize, "resize", "asks the terminal for its size, or sets it", IsOfMode: false,
            new VerbParameter("COLUMNS", ParameterKind.Number) { IsOptional = true, Maximum = 1000 },
            new VerbParameter("ROWS", ParameterKind.Number) { IsOptional = true, Maximum = 1000 }),
        new(
            LocalVerbId.Terminal, "terminal", "says what the terminal can do", IsOfMode: false,
            new VerbParameter("KIND", ParameterKind.Choice) { Choices = ["vt100", "dumb"] },
            Flag("no-paging")),
        new(LocalVerbId.Exit, "exit", "leaves the mode, or logs out", IsOfMode: false),
        new(LocalVerbId.Quit, "quit", "logs out", IsOfMode: false),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LocalVerb> All => Verbs;
}
