using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Pmip.Conformance.Clauses;

/// <summary>
/// All normative statements, from the text files beside this one. A line is
/// <c>section-number | role | level | answer | rule</c>; the answer is <c>case</c>, <c>as CLAUSE</c>, <c>test Class.Method</c> or
/// <c>no REASON</c>. A line that begins with # is a remark.
/// </summary>
public static class ClauseTable
{
    private const string ReasonFile = "reasons";
    private const string PendingFile = "pending";

    /// <summary>Documents in the order of the table.</summary>
    public static IReadOnlyList<string> Documents { get; } = ["5213", "5844", "5845", "5846", "5847", "R", "encoding", "probe"];

    /// <summary>All clauses in the order of the files.</summary>
    public static IReadOnlyList<Clause> All { get; } = [.. Documents.SelectMany(document => Lines(document).Select(line => Parse(document, line)))];

    /// <summary>Why clauses are not answered for, by the name of the reason.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = Pairs(ReasonFile);

    /// <summary>Cases whose feature is not there yet, with what is missing.</summary>
    public static IReadOnlyDictionary<string, string> Pending { get; } = Pairs(PendingFile);

    private static Clause Parse(string document, string line)
    {
        string[] fields = [.. line.Split('|').Select(field => field.Trim())];
        if (fields.Length != 5)
        {
            throw new FormatException($"{document}: a line needs five fields: {line}");
        }

        string[] answer = fields[3].Split(' ', 2);
        return new Clause(
            document,
            document == "R" ? document + fields[0] : $"{document}-{fields[0]}",
            Enum.Parse<NodeRole>(fields[1], ignoreCase: true),
            fields[2],
            Enum.Parse<ClauseAnswer>(answer[0], ignoreCase: true),
            answer.Length > 1 ? answer[1] : "",
            fields[4]);
    }

    private static Dictionary<string, string> Pairs(string file) =>
        Lines(file).Select(line => line.Split('|', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.Ordinal);

    private static List<string> Lines(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new FileNotFoundException("no clause file " + file);
        using StreamReader reader = new(stream);
        List<string> lines = [];
        while (reader.ReadLine() is string line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
