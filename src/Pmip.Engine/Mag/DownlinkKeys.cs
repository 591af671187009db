using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Mag;

/// <summary>
/// The places of sessions and the downlink keys (R13, R14). With <see cref="DownlinkKeyScope.Node"/> the key carries the place.
/// With <see cref="DownlinkKeyScope.Lma"/> each LMA has a space of its own: all spaces start from one secret, so the n-th
/// connection with one LMA has the key of the n-th with another, and only LMA and key together name a session.
/// </summary>
internal sealed class DownlinkKeys
{
    private readonly SessionKeys _places;
    private readonly SessionKeys?[] _spaces; // by slot of the LMA

    private readonly EngineSecrets _secrets;

    public DownlinkKeys(MagConfiguration configuration, EngineSecrets secrets, int lmas)
    {
        _secrets = secrets;
        EngineLimits limits = configuration.Limits;
        _places = new SessionKeys(
            limits, new KeyStream(secrets.GreKey0, secrets.GreKey1), configuration.Quarantine, configuration.ExcludedKeys);
        _spaces = new SessionKeys?[configuration.DownlinkKeyScope == DownlinkKeyScope.Lma ? lmas : 0];
        SpacesFor(configuration).CopyTo(_spaces, 0);
    }

    /// <summary>A space for each LMA of a configuration; none with one space for all. May be called on any thread.</summary>
    public SessionKeys[] SpacesFor(MagConfiguration configuration)
    {
        SessionKeys[] spaces = new SessionKeys[configuration.DownlinkKeyScope == DownlinkKeyScope.Lma ? configuration.Lmas.Count : 0];
        for (int i = 0; i < spaces.Length; i++)
        {
            // The places' own keys are never seen in this scope, so the spaces may use the same stream.
            spaces[i] = new SessionKeys(
                configuration.Limits, new KeyStream(_secrets.GreKey0, _secrets.GreKey1), configuration.Quarantine, configuration.ExcludedKeys);
        }

        return spaces;
    }

    /// <summary>Gives an LMA a space, unless its slot has one already, in which keys may rest.</summary>
    public void OpenSpace(int lma, SessionKeys[] spaces, int place)
    {
        if (_spaces.Length > 0)
        {
            _spaces[lma] ??= spaces[place];
        }
    }

    /// <summary>Bars other keys in every space.</summary>
    public void Reconfigure(HashIndex barred, Duration quarantine)
    {
        _places.Reconfigure(barred, quarantine);
        foreach (SessionKeys? space in _spaces)
        {
            space?.Reconfigure(barred, quarantine);
        }
    }

    /// <summary>Number of places.</summary>
    public int Capacity => _places.Capacity;

    /// <summary>Takes a place and a key for a connection with <paramref name="lma"/>; false when either rests or is in use.</summary>
    public bool TryTake(int lma, Instant now, out int place, out int keyIndex, out GreKey key)
    {
        keyIndex = -1;
        if (!_places.TryTake(now, out place, out key))
        {
            return false;
        }

        if (_spaces.Length == 0 || _spaces[lma]!.TryTake(now, out keyIndex, out key))
        {
            return true;
        }

        _places.Release(place, now);
        return false;
    }

    /// <summary>Gives both back; they rest for the quarantine (R17).</summary>
    public void Release(int lma, int place, int keyIndex, Instant now)
    {
        _places.Release(place, now);
        if (_spaces.Length > 0)
        {
            _spaces[lma]!.Release(keyIndex, now);
        }
    }

    /// <summary>Gives a connection that outlived a restart the place and the key that it had; false when it cannot have them.</summary>
    public bool TryRestore(int lma, int place, int keyIndex, GreKey key)
    {
        if (_spaces.Length == 0)
        {
            return keyIndex == -1 && _places.TryRestore(place, key);
        }

        // A place without its key is of no use: whoever restores gives up then, and this table with it.
        return _places.TryRestorePlace(place) && _spaces[lma]!.TryRestore(keyIndex, key);
    }

    /// <summary>Lets a place that was released before a restart rest on. Keys of an LMA's own space begin anew.</summary>
    public void RestoreRest(int place, GreKey key, Instant until) => _places.RestoreRest(place, key, until);

    /// <summary>Puts free places in order after the last that was restored.</summary>
    public void EndRestoration()
    {
        _places.EndRestoration();
        foreach (SessionKeys? space in _spaces)
        {
            space?.EndRestoration();
        }
    }

    /// <summary>True while the place is taken.</summary>
    public bool IsTaken(int place) => _places.IsTaken(place);

    /// <summary>Number of taken places.</summary>
    public int Count => _places.Count;

    /// <summary>Number of places that nobody has and that still rest.</summary>
    public int RestingCount(Instant now) => _places.RestingCount(now);

    /// <summary>Verifies every space.</summary>
    public void Verify()
    {
        _places.Verify();
        int taken = 0;
        foreach (SessionKeys? space in _spaces)
        {
            space?.Verify();
            taken += space?.Count ?? 0;
        }

        Foundation.Invariant.Require(_spaces.Length == 0 || taken == _places.Count);
    }
}
