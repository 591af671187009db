using System;
using System.IO;
using System.Text;
using NLog;
using NLog.Targets;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>
/// Standard error, which may be a serial line or a pipe that nobody reads: it has a moment to take a line, and while it takes none
/// the lines are counted instead of holding up the log.
/// </summary>
internal sealed class StandardErrorTarget : TargetWithLayout
{
    private const int Descriptor = 2;

    // What a pipe takes at once when poll says that it is ready (PIPE_BUF).
    private const int LineLengthMax = 4096;
    private static readonly Duration s_patience = Duration.FromSeconds(1);
    private readonly byte[] _line = new byte[LineLengthMax];
    private readonly Stream _stream = Console.OpenStandardError();
    private readonly LogLosses _losses;
    private bool _isStuck;

    /// <summary>Counts its lines in <paramref name="losses"/>.</summary>
    public StandardErrorTarget(LogLosses losses)
    {
        Name = "stderr";
        _losses = losses;
    }

    /// <inheritdoc/>
    protected override void Write(LogEventInfo logEvent)
    {
        _isStuck = !DescriptorWait.IsReady(Descriptor, PollInterest.Write, _isStuck ? Duration.Zero : s_patience);
        _losses.Count(!_isStuck && TryWrite(RenderLogEvent(Layout, logEvent)));
    }

    private bool TryWrite(string text)
    {
        Encoding.UTF8.GetEncoder().Convert(text, _line.AsSpan(0, LineLengthMax - 1), flush: true, out _, out int length, out _);
        _line[length] = (byte)'\n';
        try
        {
            _stream.Write(_line, 0, length + 1);
            return true;
        }
        catch (IOException)
        {
            return false; // Nobody is at the other end any more; counted by the caller.
        }
    }
}
