using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Tunnels;

/// <content>
/// Another list of tunnels while the node runs: prepared on any thread, brought into force on the loop in two passes of bounded pieces.
/// All that go or change are down before the first comes up, so that an address may move from one tunnel to another.
/// </content>
internal sealed partial class StaticTunnels
{
    /// <summary>Makes the tunnels of <paramref name="next"/> that are new or changed; null when there is not room for all.</summary>
    public PreparedTunnels? Prepare(IReadOnlyList<StaticTunnelConfiguration> next)
    {
        if (next.Count > _tunnels.Length)
        {
            return null;
        }

        Dictionary<string, StaticTunnelConfiguration> wanted = next.ToDictionary(static tunnel => tunnel.Name, StringComparer.Ordinal);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        SortedDictionary<int, TunnelReplacement> replacements = [];
        Queue<int> free = [];
        for (int place = 0; place < _tunnels.Length; place++)
        {
            StaticTunnel? running = _tunnels[place];
            string name = running is null ? "" : Encoding.UTF8.GetString(running.Name);
            if (running is not null && wanted.ContainsKey(name))
            {
                places.Add(name, place);
                continue;
            }

            free.Enqueue(place);
            if (running is not null)
            {
                replacements[place] = new TunnelReplacement(place, null, false);
            }
        }

        foreach (StaticTunnelConfiguration tunnel in next)
        {
            if (!places.TryGetValue(tunnel.Name, out int place))
            {
                place = free.Dequeue();
                replacements[place] = new TunnelReplacement(place, new StaticTunnel(tunnel, _firstSession + place, _ports), false);
                continue;
            }

            StaticTunnel made = new(tunnel, _firstSession + place, _ports);
            bool goesOn = made.CarriesLike(_tunnels[place]!);
            if (!goesOn || made.Supervision != _tunnels[place]!.Supervision)
            {
                replacements[place] = new TunnelReplacement(place, made, goesOn);
            }
        }

        return new PreparedTunnels([.. replacements.Values], next.Any(static tunnel => tunnel.Supervision > default(Duration)));
    }

    /// <summary>First pass over a piece of the list: what goes or changes is down after it.</summary>
    public void TakeDown(PreparedTunnels prepared, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            TunnelReplacement replacement = prepared.Replacements[i];
            StaticTunnel? running = _tunnels[replacement.Place];
            if (running is not null && !replacement.GoesOn)
            {
                TakeDown(replacement.Place, StaticTunnelState.Waiting);
                _tunnels[replacement.Place] = null;
            }
        }
    }

    /// <summary>Second pass over a piece of the list: what comes or has changed is up after it, as far as it can be.</summary>
    public void BringUp(PreparedTunnels prepared, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            TunnelReplacement replacement = prepared.Replacements[i];
            StaticTunnel? running = _tunnels[replacement.Place];
            _tunnels[replacement.Place] = replacement.Tunnel;
            if (replacement.Tunnel is StaticTunnel next && running is not null)
            {
                next.GoOnFrom(running);
                next.Watch.Begin(_clock.Now);
            }
            else if (replacement.Tunnel is not null)
            {
                BringUp(replacement.Place);
            }
        }
    }
}
