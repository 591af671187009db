using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Pmip.Lab.Processes;

namespace Pmip.EndToEnd.Audit;

/// <summary>
/// Who calls whom in a NativeAOT binary, from its symbols and its disassembly. Calls through a register are counted apart: where there
/// are none, the graph is complete.
/// </summary>
internal sealed class CallGraph
{
    private readonly ulong[] _addresses;
    private readonly Dictionary<ulong, string> _names = [];
    private readonly Dictionary<ulong, HashSet<ulong>> _callees = [];
    private readonly HashSet<ulong> _indirect = [];

    private CallGraph(string symbols, string binary)
    {
        foreach (string line in Command.Require("nm", "-n", symbols).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            if (words is [string address, "t" or "T", string name])
            {
                _names.TryAdd(ulong.Parse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture), name);
            }
        }

        _addresses = [.. _names.Keys.Order()];
        using StringReader code = new(Command.Require("objdump", "-d", "--no-show-raw-insn", binary));
        while (code.ReadLine() is string line)
        {
            Note(line);
        }
    }

    /// <summary>Functions in the binary.</summary>
    public int Count => _names.Count;

    /// <summary>Reads the binary and the symbols that were stripped from it.</summary>
    public static CallGraph Read(string symbols, string binary) => new(symbols, binary);

    /// <summary>The functions whose name <paramref name="isWanted"/> takes.</summary>
    public IReadOnlyList<ulong> Find(Func<string, bool> isWanted) => [.. _addresses.Where(address => isWanted(_names[address]))];

    /// <summary>The name of a function.</summary>
    public string NameOf(ulong function) => _names[function];

    /// <summary>True when the function calls through a register or memory; the jumps of a switch are no calls.</summary>
    public bool CallsIndirectly(ulong function) => _indirect.Contains(function);

    /// <summary>
    /// Everything reachable from the roots, each with the caller by which it was reached first. Functions that
    /// <paramref name="isEnd"/> takes are not entered.
    /// </summary>
    public IReadOnlyDictionary<ulong, ulong> Reach(IEnumerable<ulong> roots, Func<string, bool> isEnd)
    {
        Dictionary<ulong, ulong> reached = [];
        Queue<ulong> open = [];
        foreach (ulong root in roots)
        {
            if (reached.TryAdd(root, root))
            {
                open.Enqueue(root);
            }
        }

        while (open.TryDequeue(out ulong caller))
        {
            foreach (ulong callee in _callees.GetValueOrDefault(caller) ?? [])
            {
                if (!isEnd(_names[callee]) && reached.TryAdd(callee, caller))
                {
                    open.Enqueue(callee);
                }
            }
        }

        return reached;
    }

    /// <summary>The way from a root to a function, for a message.</summary>
    public string WayTo(ulong function, IReadOnlyDictionary<ulong, ulong> reached)
    {
        List<string> way = [_names[function]];
        for (; reached[function] != function; function = reached[function])
        {
            way.Add(_names[reached[function]]);
        }

        return string.Join(" <- ", way);
    }

    //   131410:	call   12e5a0 <name+0x10>
    private void Note(string line)
    {
        int colon = line.IndexOf(":\t", StringComparison.Ordinal);
        if (colon < 0 || !ulong.TryParse(line.AsSpan(0, colon).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong at))
        {
            return;
        }

        ReadOnlySpan<char> instruction = line.AsSpan(colon + 2);
        bool isCall = instruction.StartsWith("call", StringComparison.Ordinal);
        if (!isCall && instruction is not ['j', ..])
        {
            return;
        }

        ulong caller = FunctionAt(at);
        ReadOnlySpan<char> target = instruction[Math.Max(instruction.IndexOf(' '), 0)..].Trim();
        if (target is ['*', ..])
        {
            if (isCall)
            {
                _indirect.Add(caller);
            }

            return;
        }

        int end = target.IndexOf(' ');
        if (ulong.TryParse(end < 0 ? target : target[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong address))
        {
            ulong callee = FunctionAt(address);
            if (callee != caller)
            {
                (_callees.TryGetValue(caller, out HashSet<ulong>? callees) ? callees : _callees[caller] = []).Add(callee);
            }
        }
    }

    private ulong FunctionAt(ulong address)
    {
        int place = Array.BinarySearch(_addresses, address);
        return _addresses[Math.Max(place >= 0 ? place : ~place - 1, 0)];
    }
}
