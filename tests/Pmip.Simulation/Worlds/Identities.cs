using System;
using System.Collections.Generic;
using System.Text;

namespace Pmip.Simulation.Worlds;

/// <summary>Numbers for identifiers, so that images compare quickly.</summary>
public sealed class Identities
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<byte[]> _octets = [];

    public int Of(string identifier)
    {
        if (!_numbers.TryGetValue(identifier, out int number))
        {
            number = _octets.Count;
            _numbers.Add(identifier, number);
            _octets.Add(Encoding.Latin1.GetBytes(identifier));
        }

        return number;
    }

    /// <summary>The number of <paramref name="identifier"/>, which is most likely <paramref name="guess"/>.</summary>
    public int Of(ReadOnlySpan<byte> identifier, int guess) =>
        guess < _octets.Count && identifier.SequenceEqual(_octets[guess]) ? guess : Of(Encoding.Latin1.GetString(identifier));

    public string NameOf(int identity) => Encoding.Latin1.GetString(_octets[identity]);
}
