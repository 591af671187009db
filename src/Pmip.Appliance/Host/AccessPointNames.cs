using System;
using System.Collections.Generic;
using System.Text;

namespace Pmip.Appliance.Host;

/// <summary>The access points of a configuration by number, for names that an operator types.</summary>
internal sealed class AccessPointNames
{
    private readonly byte[][] _names;

    /// <summary>Numbers the names in their order.</summary>
    public AccessPointNames(IReadOnlyList<string> names)
    {
        _names = new byte[names.Count][];
        for (int i = 0; i < _names.Length; i++)
        {
            _names[i] = Encoding.UTF8.GetBytes(names[i]);
        }
    }

    /// <summary>Number of an access point; -1 when none has the name.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            if (name.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
