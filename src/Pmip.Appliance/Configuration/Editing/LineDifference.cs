using System;
using System.Collections.Generic;

namespace Pmip.Appliance.Configuration.Editing;

/// <summary>
/// The lines that two texts differ in, as <c>diff -u</c> shows them: <c>-</c> for the first, <c>+</c> for the second, a few lines
/// around them. The work is bounded: texts that have little in common are shown as one replaced by the other.
/// </summary>
internal static class LineDifference
{
    private const int Around = 3;
    private const int EditsMax = 1000;

    /// <summary>The difference; no lines when there is none.</summary>
    public static IReadOnlyList<string> Between(string before, string after)
    {
        string[] left = before.ReplaceLineEndings("\n").Split('\n');
        string[] right = after.ReplaceLineEndings("\n").Split('\n');
        int head = 0;
        while (head < left.Length && head < right.Length && left[head] == right[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < left.Length - head && tail < right.Length - head && left[^(tail + 1)] == right[^(tail + 1)])
        {
            tail++;
        }

        if (head == left.Length && head == right.Length)
        {
            return [];
        }

        List<string> script = [];
        for (int i = 0; i < head; i++)
        {
            script.Add(" " + left[i]);
        }

        script.AddRange(Edits(left[head..^tail], right[head..^tail]));
        for (int i = left.Length - tail; i < left.Length; i++)
        {
            script.Add(" " + left[i]);
        }

        return WithLinesAround(script);
    }

    // Myers' greedy walk (1986): trace[d] are the furthest places reached with d edits, by diagonal.
    private static List<string> Edits(string[] left, string[] right)
    {
        int max = Math.Min(left.Length + right.Length, EditsMax);
        List<int[]> trace = [];
        int[] furthest = new int[(2 * max) + 2];
        for (int edits = 0; edits <= max; edits++)
        {
            trace.Add([.. furthest]);
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                int at = diagonal + max;
                bool isDown = diagonal == -edits || (diagonal != edits && furthest[at - 1] < furthest[at + 1]);
                int x = isDown ? furthest[at + 1] : furthest[at - 1] + 1;
                int y = x - diagonal;
                while (x < left.Length && y < right.Length && left[x] == right[y])
                {
                    x++;
                    y++;
                }

                furthest[at] = x;
                if (x >= left.Length && y >= right.Length)
                {
                    return Backwards(trace, left, right, edits, max);
                }
            }
        }

        return [.. Array.ConvertAll(left, line => "-" + line), .. Array.ConvertAll(right, line => "+" + line)];
    }

    private static List<string> Backwards(List<int[]> trace, string[] left, string[] right, int edits, int max)
    {
        List<string> script = [];
        int x = left.Length;
        int y = right.Length;
        for (int step = edits; step >= 0; step--)
        {
            int diagonal = x - y;
            int[] furthest = trace[step];
            bool isDown = diagonal == -step || (diagonal != step && furthest[diagonal + max - 1] < furthest[diagonal + max + 1]);
            int fromDiagonal = isDown ? diagonal + 1 : diagonal - 1;
            int fromX = step == 0 ? 0 : furthest[fromDiagonal + max];
            int fromY = step == 0 ? 0 : fromX - fromDiagonal;
            while (x > fromX && y > fromY)
            {
                script.Add(" " + left[--x]);
                y--;
            }

            if (step > 0)
            {
                script.Add(isDown ? "+" + right[--y] : "-" + left[--x]);
            }
        }

        script.Reverse();
        return script;
    }

    private static List<string> WithLinesAround(List<string> script)
    {
        List<string> shown = [];
        int last = -1;
        for (int i = 0; i < script.Count; i++)
        {
            bool isNear = false;
            for (int j = Math.Max(i - Around, 0); j <= Math.Min(i + Around, script.Count - 1); j++)
            {
                isNear |= script[j][0] != ' ';
            }

            if (isNear)
            {
                if (last >= 0 && last < i - 1)
                {
                    shown.Add("...");
                }

                shown.Add(script[i]);
                last = i;
            }
        }

        return shown;
    }
}
