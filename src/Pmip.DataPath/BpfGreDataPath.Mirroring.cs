using Pmip.Foundation.Time;

namespace Pmip.DataPath;

/// <content>Packets that XDP leaves to the traffic classifier for a while, so that captures see them.</content>
public sealed partial class BpfGreDataPath
{
    private MirrorView _mirror = new(IsOn: false, Session: -1, Instant.Never);

    /// <inheritdoc/>
    public MirrorView Mirrored => _mirror;

    /// <inheritdoc/>
    public DataPathStatus Mirror(int session, Instant until)
    {
        if (session >= 0 && !_sessions.TryRead(session, out _))
        {
            return DataPathStatus.NotInstalled;
        }

        bool isOn = until != Instant.Never;
        _tables.SetMirror(isOn && session < 0);
        _sessions.Sampled = isOn ? session : -1;
        _mirror = isOn ? new MirrorView(isOn, session, until) : new MirrorView(isOn, -1, Instant.Never);
        return DataPathStatus.Ok;
    }
}
