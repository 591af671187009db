using System;
using System.Collections.Generic;
using System.Text;
using Pmip.Engine.Configuration;

namespace Pmip.Engine.Mag;

/// <summary>
/// The access points of a MAG by number. The configuration and everything outside the engine name them by their place in the list;
/// entries keep the number, which stays the same when the list changes.
/// </summary>
internal sealed class GatewayAccessPoints
{
    private readonly bool[] _isUnused;

    public GatewayAccessPoints(IReadOnlyList<string> names, GatewayAccessPoints? previous = null)
    {
        byte[][] octets = new byte[names.Count][];
        for (int place = 0; place < octets.Length; place++)
        {
            octets[place] = Encoding.UTF8.GetBytes(names[place]);
        }

        Numbers = AccessPointNumbers.Of(octets, previous?.Names ?? [], previous?._isUnused ?? [], out int count);
        _isUnused = new bool[count];
        Places = new int[count];
        Names = new byte[count][];
        Array.Fill(Places, -1);
        for (int place = 0; place < Numbers.Length; place++)
        {
            Places[Numbers[place]] = place;
            Names[Numbers[place]] = octets[place];
        }

        for (int number = 0; number < count; number++)
        {
            Names[number] ??= previous!.Names[number];
        }
    }

    /// <summary>Place in the list to number.</summary>
    public int[] Numbers { get; }

    /// <summary>Number to place in the list; -1 for one that is in the list no more.</summary>
    public int[] Places { get; }

    /// <summary>Names by number.</summary>
    public byte[][] Names { get; }

    /// <summary>Notes whether a connection refers to the number of an access point that is in the list no more.</summary>
    public void NoteReferences(int number, int references) => _isUnused[number] = Places[number] < 0 && references == 0;
}
