using System;
using System.Collections.Generic;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Desk;

/// <summary>
/// How long to wait after wrong passwords: twice as long after each for one name, and a second between any two attempts once many
/// were wrong, whatever their names. What it remembers is bounded; the name that failed longest ago is forgotten first.
/// </summary>
internal sealed class LoginThrottle
{
    /// <summary>Names that are remembered.</summary>
    public const int NamesMax = 64;

    /// <summary>Longest wait for one name.</summary>
    public static readonly Duration WaitMax = Duration.FromSeconds(60);

    private const int FreeFailures = 2;
    private const int FreeFailuresOfAll = 10;
    private static readonly Duration FirstWait = Duration.FromSeconds(1);
    private static readonly Duration WaitOfAll = Duration.FromSeconds(1);
    private static readonly Duration MemoryOfAll = Duration.FromSeconds(300);
    private readonly Dictionary<string, (int Failures, Instant Last)> _names = new(StringComparer.Ordinal);
    private int _failuresOfAll;
    private Instant _lastOfAll;

    /// <summary>Names that are remembered now.</summary>
    public int NameCount => _names.Count;

    /// <summary>How long the name has to wait from <paramref name="now"/> on; zero for not at all.</summary>
    public Duration WaitOf(string name, Instant now)
    {
        Instant free = now;
        if (_names.TryGetValue(name, out (int Failures, Instant Last) known) && known.Failures > FreeFailures)
        {
            long factor = 1L << Math.Min(known.Failures - FreeFailures - 1, 10);
            Duration wait = new(Math.Min(FirstWait.Microseconds * factor, WaitMax.Microseconds));
            free = known.Last.Plus(wait);
        }

        if (_failuresOfAll > FreeFailuresOfAll && _lastOfAll.Plus(WaitOfAll) > free)
        {
            free = _lastOfAll.Plus(WaitOfAll);
        }

        return free > now ? free.Since(now) : default;
    }

    /// <summary>A wrong password was given for the name.</summary>
    public void Failed(string name, Instant now)
    {
        _failuresOfAll = now.Since(_lastOfAll) > MemoryOfAll ? 1 : Math.Min(_failuresOfAll + 1, int.MaxValue - 1);
        _lastOfAll = now;
        if (!_names.ContainsKey(name) && _names.Count == NamesMax)
        {
            _names.Remove(Oldest());
        }

        _names[name] = (Math.Min(_names.GetValueOrDefault(name).Failures + 1, int.MaxValue - 1), now);
    }

    /// <summary>The right password was given: the name starts anew.</summary>
    public void Succeeded(string name) => _names.Remove(name);

    private string Oldest()
    {
        string oldest = "";
        Instant least = Instant.Never;
        foreach ((string name, (int _, Instant last)) in _names)
        {
            if (last <= least)
            {
                least = last;
                oldest = name;
            }
        }

        return oldest;
    }
}
