using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Configuration;
using Pmip.Engine.Configuration;

namespace Pmip.Appliance.Host.Reconfiguration;

/// <summary>
/// The running configuration with one change of another one: for counting what this change alone would end. Only for the lists of an
/// LMA, whose elements do not refer to each other; a MAG's are counted together.
/// </summary>
internal static class SingleChange
{
    /// <summary>That configuration, of which only the engines' part is right; null where a change cannot be had alone.</summary>
    public static ApplianceConfiguration? Of(ApplianceConfiguration running, ApplianceConfiguration next, SettingDifference difference)
    {
        if (running.Lma is not LmaConfiguration old || next.Lma is not LmaConfiguration lma)
        {
            return null;
        }

        string path = difference.Key.Path;
        string element = difference.Element;
        return path switch
        {
            "lma.unknownSubscribers" => running with { Lma = old with { AcceptUnknownSubscribers = lma.AcceptUnknownSubscribers } },
            _ when IsIn("lma.peers[]") => running with { Lma = old with { Peers = Merge(old.Peers, lma.Peers, static peer => peer.Name, element) } },
            _ when IsIn("lma.accessPoints[]") => running with
            {
                Lma = old with { AccessPoints = Merge(old.AccessPoints, lma.AccessPoints, static accessPoint => accessPoint.Name, element) },
            },
            _ when IsIn("lma.subscribers[]") => running with
            {
                Lma = old with { Subscribers = Merge(old.Subscribers, lma.Subscribers, static row => $"{row.Identifier}/{row.AccessPoint}", element) },
            },
            _ => null,
        };

        bool IsIn(string list) => path.StartsWith(list, StringComparison.Ordinal);
    }

    // The running list with the named element as it is in the other one: taken over, put in, or left out.
    private static List<T> Merge<T>(IReadOnlyList<T> running, IReadOnlyList<T> next, Func<T, string> nameOf, string name)
        where T : class
    {
        T? changed = next.FirstOrDefault(element => nameOf(element) == name);
        List<T> merged = [.. running.Select(element => nameOf(element) == name ? changed : element).OfType<T>()];
        if (changed is not null && !merged.Contains(changed))
        {
            merged.Add(changed);
        }

        return merged;
    }
}
