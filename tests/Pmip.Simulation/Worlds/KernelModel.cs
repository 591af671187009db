using System.Collections.Generic;
using Pmip.Engine;
using Pmip.Engine.Sessions;

namespace Pmip.Simulation.Worlds;

/// <summary>A session in a table of the data path, with whom it belongs to.</summary>
public readonly record struct InstalledSession(TunnelSession Session, int Identity);

/// <summary>
/// The data path of a node: what the engine wants in its table, and what is there, which may lag behind. It refuses sessions when it is told to or
/// when it is full.
/// </summary>
public sealed class KernelModel
{
    /// <summary>Sessions that fit.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    private readonly Queue<(long Time, EffectKind Kind, InstalledSession Installed)> _late = new();

    /// <summary>What the engine asked for.</summary>
    public Dictionary<int, InstalledSession> Wanted { get; } = [];

    /// <summary>What forwards packets now.</summary>
    public Dictionary<int, InstalledSession> Present { get; } = [];

    public int RefusalsLeft { get; set; }

    public bool IsBehind => _late.Count > 0;

    public long NextChange => _late.TryPeek(out (long Time, EffectKind, InstalledSession) change) ? change.Time : long.MaxValue;

    /// <summary>False when the session is refused.</summary>
    public bool Apply(EffectKind kind, in TunnelSession session, int identity, long now, long lag)
    {
        if (kind == EffectKind.InstallSession)
        {
            if (RefusalsLeft > 0 || (Wanted.Count >= Capacity && !Wanted.ContainsKey(session.Index)))
            {
                RefusalsLeft -= RefusalsLeft > 0 ? 1 : 0;
                return false;
            }

            Wanted[session.Index] = new InstalledSession(session, identity);
        }
        else
        {
            Wanted.Remove(session.Index);
        }

        _late.Enqueue((now + lag, kind, new InstalledSession(session, identity)));
        Advance(now);
        return true;
    }

    public void Advance(long now)
    {
        while (_late.TryPeek(out (long Time, EffectKind Kind, InstalledSession Installed) change) && change.Time <= now)
        {
            _late.Dequeue();
            if (change.Kind == EffectKind.InstallSession)
            {
                Present[change.Installed.Session.Index] = change.Installed;
            }
            else
            {
                Present.Remove(change.Installed.Session.Index);
            }
        }
    }

    /// <summary>Takes out what nobody claims.</summary>
    public void Forget(int session)
    {
        Wanted.Remove(session);
        Present.Remove(session);
    }

    public void Clear()
    {
        Wanted.Clear();
        Present.Clear();
        _late.Clear();
    }
}
