using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.Control;

namespace Pmip.Appliance.Commands;

/// <summary>What <c>show</c> shows, with the JSON keys as the tables themselves have them.</summary>
internal static class ShowHelp
{
    private const string Indent = "             ";
    private const int WidthMax = 100;

    public static string Render()
    {
        StringBuilder text = new(
            """
              bindings   who is registered, with which addresses, where and for how long
              peers      the nodes that we talk PMIPv6 with
              sessions   the keys of each tunnel, and what it has carried
              counters   every counter, refusals and drops included
              datapath   which program is on which interface, and why packets were dropped
              nodes      who is on the access links (MAG)
              tunnels    the static tunnels, where they stand, and what they have carried
              reservations  uplink keys that are reserved for connections (LMA)

              --socket PATH   the control socket of the node's file, /run/pmip/pmipd.sock unless given
              --json          {"node": NAME, "role": ROLE, TABLE: [ {...}, ... ]}, with null for what is not known.
                              The objects of each table have these keys:

            """);
        foreach ((string table, IReadOnlyList<string> keys) in KeyList.OfAll())
        {
            text.Append('\n');
            int column = Append(text, "  " + table.PadRight(Indent.Length - 2));
            for (int i = 0; i < keys.Count; i++)
            {
                string word = keys[i] + (i < keys.Count - 1 ? ", " : "");
                if (column + word.TrimEnd().Length > WidthMax)
                {
                    text.Length -= 1;
                    text.Append('\n');
                    column = Append(text, Indent);
                }

                column += Append(text, word);
            }
        }

        return text.ToString();
    }

    private static int Append(StringBuilder text, string word)
    {
        text.Append(word);
        return word.Length;
    }
}
