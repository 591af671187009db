using System;
using System.Collections.Generic;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Offload;

/// <summary>
/// Rules that a process before this one has left in the kernel. A session that is still the same takes them over as they are; what no session
/// has claimed is taken away, some at a time.
/// </summary>
internal sealed class FlowerLeftovers(FlowerTable rules, int capacity)
{
    private const int RulesPerTurn = 32;
    private readonly List<int> _seen = [];
    private readonly Dictionary<FlowerPlace, UInt128> _found = [];
    private readonly List<FlowerPlace> _toClear = [];
    private bool _isClosed;
    private int _next;

    /// <summary>Looks once for each interface what is there. Allocates; after <see cref="Close"/> nothing happens.</summary>
    public void Look(int port, int device)
    {
        foreach (int interfaceIndex in (ReadOnlySpan<int>)[port, device])
        {
            if (!_isClosed && !_seen.Contains(interfaceIndex))
            {
                _seen.Add(interfaceIndex);
                _ = rules.Dump(interfaceIndex, egress: false, Note);
            }
        }
    }

    /// <summary>An interface that comes from now on is a new one, which has no rules.</summary>
    public void Close() => _isClosed = true;

    /// <summary>True when the very rule is there; one that differs is the caller's to replace. Either way it is the session's from now on.</summary>
    public bool Claim(in FlowerPlace place, UInt128 cookie) => _found.Remove(place, out UInt128 found) && found == cookie;

    /// <summary>Takes some of the rest away; false when nothing is left.</summary>
    public bool Clear()
    {
        int end = Math.Min(_next + RulesPerTurn, _toClear.Count);
        for (; _next < end; _next++)
        {
            if (_found.Remove(_toClear[_next]))
            {
                _ = FlowerRules.TryDelete(rules, _toClear[_next]);
            }
        }

        return _next < _toClear.Count;
    }

    /// <summary>Takes all of the rest away.</summary>
    public void ClearAll()
    {
        while (Clear())
        {
        }
    }

    private void Note(in FlowerState state)
    {
        if (FlowerRules.IsOurs(state, capacity, out _))
        {
            _found[state.Place] = state.Cookie;
            _toClear.Add(state.Place);
        }
    }
}
