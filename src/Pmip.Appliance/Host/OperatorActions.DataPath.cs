using System;
using System.Buffers.Text;
using Pmip.Appliance.Control;
using Pmip.DataPath;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Host;

/// <content>The data path.</content>
internal sealed partial class OperatorActions
{
    // Long enough to look, short enough that nobody has to remember it.
    private static readonly Duration s_mirrorTime = Duration.FromSeconds(600);

    /// <inheritdoc/>
    public OperatorStatus Mirror(int session, bool isOn)
    {
        DataPathStatus answer = dataPath.Mirror(session, isOn ? clock.Now.Plus(s_mirrorTime) : Instant.Never);
        Span<byte> text = stackalloc byte[16];
        Utf8Formatter.TryFormat(session, text, out int length);
        ReadOnlySpan<byte> subject = session < 0 ? "all"u8 : text[..length];
        OperatorStatus status = answer == DataPathStatus.Ok ? OperatorStatus.Done : OperatorStatus.NotFound;
        return Report(isOn ? "datapath mirror on"u8 : "datapath mirror off"u8, subject, status == OperatorStatus.Done ? 1 : 0, status);
    }
}
