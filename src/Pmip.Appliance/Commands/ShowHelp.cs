using System.Collections.Generic;
using System.Text;
using Pmip.Appliance.Control;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Commands;

/// <summary>What <c>show</c> shows, with the JSON keys as the tables themselves have them.</summary>
internal static class ShowHelp
{
    private const string Indent = "             ";
    private const int WidthMax = 100;

    public static string Render()
    {
        StringBuilder text = new();
        foreach (ShowTable table in ShowTables.All)
        {
            text.Append("  ").Append(table.Name.PadRight(Indent.Length)).Append(table.Summary).Append('\n');
        }

        text.Append(
            """

              --socket PATH   the control socket of the node's file, /run/pmip/pmipd.sock unless given
              --json          {"node": NAME, "role": ROLE, TABLE: [ {...}, ... ]}, with null for what is not known.
              limit ROWS      no more rows than that

              The objects of the tables of the control loop have these keys:

            """);
        foreach (ConsoleTable shown in ConsoleTables.Of(new ConsoleSources { Name = "", Role = "" }))
        {
            string table = Encoding.UTF8.GetString(shown.Name.Span);
            IReadOnlyList<string> keys = ColumnList.KeysOf(shown);
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
