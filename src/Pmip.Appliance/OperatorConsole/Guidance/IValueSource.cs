using System.Collections.Generic;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.OperatorConsole.Guidance;

/// <summary>Values of the running node, for help and completion.</summary>
internal interface IValueSource
{
    /// <summary>Some of the values of a kind that begin with the text; none when the node does not answer soon.</summary>
    IReadOnlyList<string> ValuesOf(ParameterKind kind, string beginning);
}
