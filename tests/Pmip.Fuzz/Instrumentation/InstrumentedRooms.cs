using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace Pmip.Fuzz.Instrumentation;

/// <summary>
/// A second copy of the product and of the fuzzers in this process, the product with probes. The ordinary copy is as it was
/// built, and nothing is written to disk.
/// </summary>
internal sealed class InstrumentedRooms : AssemblyLoadContext
{
    private const string PlantedNamespace = "Pmip.Fuzz.Planted";
    private static readonly string[] s_rooms = ["Pmip.Foundation", "Pmip.Wire", "Pmip.Engine", "Pmip.Linux", "Pmip.Access", "pmipd"];
    private static readonly string s_fuzzers = typeof(InstrumentedRooms).Assembly.GetName().Name!;
    private readonly AssemblyInstrumenter _instrumenter = new();
    private readonly string _folder = Path.GetDirectoryName(typeof(InstrumentedRooms).Assembly.Location)!;

    private InstrumentedRooms()
        : base("instrumented")
    {
    }

    /// <summary>The fuzzers' own assembly, whose references lead to the instrumented rooms.</summary>
    public static Assembly Fuzzers { get; } = new InstrumentedRooms().LoadFuzzers();

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        string path = Path.Combine(_folder, name + ".dll");
        if (s_rooms.Contains(name))
        {
            return LoadFromStream(_instrumenter.Rewrite(path, _ => true));
        }

        if (name == s_fuzzers)
        {
            return LoadFromStream(_instrumenter.Rewrite(path, type => type.Namespace == PlantedNamespace));
        }

        return name.StartsWith("Pmip.", StringComparison.Ordinal) && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    // In one order whatever is called first, so that probes have the same numbers in every run.
    private Assembly LoadFuzzers()
    {
        Assembly fuzzers = LoadFromAssemblyName(new AssemblyName(s_fuzzers));
        foreach (string room in s_rooms)
        {
            LoadFromAssemblyName(new AssemblyName(room));
        }

        return fuzzers;
    }
}
