using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Configuration;

/// <summary>Words for the tolerances of a peer in the file.</summary>
public static class PeerQuirkNames
{
    private static readonly (string Name, PeerQuirks Value)[] Rows =
    [
        ("octets-after-header-length", PeerQuirks.OctetsAfterHeaderLength),
        ("truncated-last-option", PeerQuirks.TruncatedLastOption),
        ("null-identity", PeerQuirks.NullIdentity),
        ("proxy-flag-missing", PeerQuirks.ProxyFlagMissing),
        ("echo-missing", PeerQuirks.EchoMissing),
        ("host-prefix-length", PeerQuirks.HostPrefixLength),
        ("legacy-ipv4-options", PeerQuirks.LegacyIpv4Options),
    ];

    /// <summary>All words.</summary>
    public static string[] Names { get; } = Array.ConvertAll(Rows, row => row.Name);

    /// <summary>Octets that <see cref="Write"/> needs at most.</summary>
    public static int TextLengthMax { get; } = Array.ConvertAll(Rows, row => row.Name.Length + 1).Sum();

    /// <summary>Writes the words of tolerances with commas between them and gives the length; nothing for none. Allocates nothing.</summary>
    public static int Write(PeerQuirks quirks, Span<byte> room)
    {
        int length = 0;
        foreach ((string name, PeerQuirks value) in Rows)
        {
            if ((quirks & value) != 0)
            {
                if (length > 0)
                {
                    room[length++] = (byte)',';
                }

                length += Encoding.ASCII.GetBytes(name, room[length..]);
            }
        }

        return length;
    }

    /// <summary>The tolerances that <paramref name="names"/>, each one of <see cref="Names"/>, stand for together.</summary>
    public static PeerQuirks Parse(IReadOnlyList<string> names)
    {
        PeerQuirks quirks = PeerQuirks.None;
        foreach (string name in names)
        {
            quirks |= Rows[Array.IndexOf(Names, name)].Value;
        }

        return quirks;
    }
}
