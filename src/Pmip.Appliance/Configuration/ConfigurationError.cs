using System.Globalization;

namespace Pmip.Appliance.Configuration;

/// <summary>One thing that is wrong with a configuration file, and where.</summary>
/// <param name="File">The file as the operator named it.</param>
/// <param name="Line">Line, from 1; 0 when the error is about the file as a whole.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Path">Path of the value, for example <c>lma.peers[0].name</c>.</param>
/// <param name="Message">What is wrong, with the value, and what is allowed.</param>
/// <param name="SourceLine">The line.</param>
/// <param name="Caret">Blanks and a caret that points into the line.</param>
public sealed record ConfigurationError(string File, int Line, int Column, string Path, string Message, string SourceLine, string Caret)
{
    /// <summary>The first line of the message, <c>FILE:LINE:COLUMN: PATH: message</c>.</summary>
    public string Headline
    {
        get
        {
            string place = Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
            return Path.Length == 0 ? $"{place}: {Message}" : $"{place}: {Path}: {Message}";
        }
    }

    /// <summary>The headline, the source line and the caret.</summary>
    public override string ToString() => Line == 0 ? Headline : $"{Headline}\n    {SourceLine}\n    {Caret}";
}
