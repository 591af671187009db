using System;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Engine.Configuration;

namespace Pmip.Appliance.Host;

/// <summary>What a connection of a profile is, in one number: whose, to what, through which LMA. Two that differ are two connections.</summary>
internal static class ProfileContent
{
    /// <summary>The number of a connection, never zero. Places in the lists of the MAG count for what stands there.</summary>
    public static ulong Of(NodeProfileConfiguration profile, ConnectionConfiguration connection, MagConfiguration mag)
    {
        PeerConfiguration lma = mag.Lmas[connection.Lma];
        string text = $"{profile.Identifier.Text}\n{mag.AccessPoints[connection.AccessPoint]}\n{lma.Ipv6}\n{lma.Ipv4}\n"
            + $"{(byte)connection.Type}\n{connection.PdnConnectionId}";
        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte octet in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ octet) * 1_099_511_628_211);
        }

        return hash == 0 ? 1 : hash;
    }

    /// <summary>The numbers of connections: what was there before keeps its own, the others get those that are free.</summary>
    public static int[] Numbers(ulong[] contents, ulong[] before)
    {
        int[] numbers = Array.ConvertAll(contents, content => Array.IndexOf(before, content));
        for (int n = 0; n < numbers.Length; n++)
        {
            bool isTaken = numbers[n] >= 0 && Array.IndexOf(numbers, numbers[n]) < n; // twice the same connection
            numbers[n] = isTaken ? -1 : numbers[n];
        }

        for (int n = 0; n < numbers.Length; n++)
        {
            for (int free = 0; numbers[n] < 0; free++)
            {
                numbers[n] = numbers.Contains(free) ? -1 : free;
            }
        }

        return numbers;
    }
}
