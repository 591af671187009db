using System;
using Pmip.Engine;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;

namespace Pmip.Models.Pair;

/// <summary>What the data path of a node would hold: the sessions installed and not removed, by place.</summary>
public sealed class DataPathModel(int capacity)
{
    private readonly TunnelSession[] _sessions = new TunnelSession[capacity];
    private readonly bool[] _isInstalled = new bool[capacity];

    public int Count { get; private set; }

    public void Apply(EffectKind kind, in TunnelSession session)
    {
        bool installs = kind == EffectKind.InstallSession;
        Count += (installs ? 1 : 0) - (_isInstalled[session.Index] ? 1 : 0);
        _isInstalled[session.Index] = installs;
        _sessions[session.Index] = installs ? session : default;
    }

    public bool TryRead(int index, out TunnelSession session)
    {
        session = _sessions[index];
        return _isInstalled[index];
    }

    /// <summary>The session that would take a packet with this key, or null; the first one when several would.</summary>
    public TunnelSession? Receiving(GreKey key, IpAddress? outerSource = null)
    {
        for (int i = 0; i < _sessions.Length; i++)
        {
            if (_isInstalled[i] && _sessions[i].IsForwarding && _sessions[i].ReceiveKey == key
                && (outerSource is null || _sessions[i].RemoteEndpoint == outerSource))
            {
                return _sessions[i];
            }
        }

        return null;
    }

    public TunnelSession Single()
    {
        if (Count != 1)
        {
            throw new InvalidOperationException($"{Count} sessions are installed, not one");
        }

        return _sessions[Array.IndexOf(_isInstalled, true)];
    }
}
