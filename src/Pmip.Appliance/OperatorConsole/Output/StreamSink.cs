using System.IO;
using System.Text;

namespace Pmip.Appliance.OperatorConsole.Output;

/// <summary>Lines for a program or a file: no pages, no prompts.</summary>
internal sealed class StreamSink(Stream output) : ILineSink
{
    /// <inheritdoc/>
    public bool HasEnough => false;

    /// <inheritdoc/>
    public void Take(string line, LineKind kind) => output.Write(Encoding.UTF8.GetBytes(line + "\n"));

    /// <inheritdoc/>
    public void End() => output.Flush();
}
