using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Pmip.EndToEnd.Audit;

/// <summary>
/// From the machine code that is shipped: no path leads from a verb of the engines or of the access links to an allocation. Tests that
/// count allocated octets see the paths that they take; this sees all of them.
/// </summary>
public sealed class AllocationAuditTests
{
    private static readonly Lazy<CallGraph> Graph = new(() => CallGraph.Read(Symbols, Binary.Path));

    // What is built once at start, and what is not a verb of the running engine.
    private static readonly Regex AtStart = new("__(_ctor|_cctor|BytesFor|TableOfLmas|LmaSlotsFor|Verify|Prepare)", RegexOptions.CultureInvariant);

    private static readonly Regex Allocator = new("^(RhpNew|RhNew(Object|Array|String)|RhBox|RhAllocateNew)", RegexOptions.CultureInvariant);

    // A broken invariant ends the process; class constructors have run before the loop begins.
    private static readonly Regex End = new(
        "ThrowHelper|Exception|FailFast|Invariant__|ClassConstructorRunner|StaticBase|^Rhp?Throw|^_init$", RegexOptions.CultureInvariant);

    private static string Symbols => Path.Combine(
        Path.GetDirectoryName(Binary.Path)!, "..", "symbols", Path.GetFileName(Path.GetDirectoryName(Binary.Path))!, "pmipd.dbg");

    [AuditTheory]
    [InlineData("^Pmip_Engine_Pmip_Engine_Lma_LocalMobilityAnchor__", 20)]
    [InlineData("^Pmip_Engine_Pmip_Engine_Mag_MobileAccessGateway__", 20)]
    [InlineData("^Pmip_Engine_Pmip_Engine_Peers_PathSupervision__", 3)]
    [InlineData("^Pmip_Access_Pmip_Access_AccessLinks__", 20)]
    public void Verbs_InTheBinary_ReachNoAllocation(string verbs, int atLeast)
    {
        CallGraph graph = Graph.Value;
        IReadOnlyList<ulong> roots = graph.Find(name => Regex.IsMatch(name, verbs) && !AtStart.IsMatch(name));
        IReadOnlyDictionary<ulong, ulong> reached = graph.Reach(roots, End.IsMatch);

        Assert.True(roots.Count >= atLeast, $"only {roots.Count} functions are called {verbs}");
        Assert.Empty(reached.Keys.Where(function => Allocator.IsMatch(graph.NameOf(function))).Select(function => graph.WayTo(function, reached)));
        // Where nothing of ours is called through a pointer, no path is missing from the graph.
        Assert.Empty(reached.Keys.Where(function => graph.NameOf(function).StartsWith("Pmip_", StringComparison.Ordinal) && graph.CallsIndirectly(function))
            .Select(graph.NameOf));
    }

    [AuditTheory]
    [InlineData("^pmipd_Pmip_Appliance_Configuration_ConfigurationReader__Read")]
    public void Audit_OfWhatAllocates_FindsIt(string verb)
    {
        CallGraph graph = Graph.Value;
        IReadOnlyDictionary<ulong, ulong> reached = graph.Reach(graph.Find(name => Regex.IsMatch(name, verb)), End.IsMatch);

        Assert.NotEmpty(reached);
        Assert.Contains(reached.Keys, function => Allocator.IsMatch(graph.NameOf(function)));
    }

    private sealed class AuditTheoryAttribute : TheoryAttribute
    {
        public AuditTheoryAttribute()
        {
            if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            {
                Skip = "the disassembly is read for x86-64 only";
            }
            else if (!File.Exists(Symbols))
            {
                Skip = "the symbols of the binary are not beside it: ./build.sh publish writes them to out/symbols";
            }
        }
    }
}
