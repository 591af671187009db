using System;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Configuration;

/// <summary>Words for access technologies in the file.</summary>
public static class AccessTechnologies
{
    private static readonly (string Name, AccessTechnologyType Value)[] Rows =
    [
        ("ethernet", AccessTechnologyType.Ethernet),
        ("wireless-lan", AccessTechnologyType.WirelessLan),
        ("virtual", AccessTechnologyType.Virtual),
        ("ppp", AccessTechnologyType.Ppp),
        ("wimax", AccessTechnologyType.Wimax),
        ("geran", AccessTechnologyType.Geran),
        ("utran", AccessTechnologyType.Utran),
        ("e-utran", AccessTechnologyType.Eutran),
        ("ehrpd", AccessTechnologyType.Ehrpd),
        ("hrpd", AccessTechnologyType.Hrpd),
        ("1xrtt", AccessTechnologyType.OneXRtt),
        ("umb", AccessTechnologyType.Umb),
        ("nb-iot", AccessTechnologyType.NbIot),
    ];

    /// <summary>All words.</summary>
    public static string[] Names { get; } = Array.ConvertAll(Rows, row => row.Name);

    /// <summary>The type that <paramref name="name"/>, one of <see cref="Names"/>, stands for.</summary>
    public static AccessTechnologyType Parse(string name) => Rows[Array.IndexOf(Names, name)].Value;

    /// <summary>The word for <paramref name="type"/>; empty when there is none.</summary>
    public static string NameOf(AccessTechnologyType type)
    {
        foreach ((string name, AccessTechnologyType value) in Rows)
        {
            if (value == type)
            {
                return name;
            }
        }

        return "";
    }
}
